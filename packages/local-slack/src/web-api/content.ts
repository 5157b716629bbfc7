import type { MessageBlock } from '../block-kit/blocks.ts';
import { type Attachment, checkAttachments, checkMessageBlocks, togetherProblems } from '../block-kit/message.ts';
import { areTooLong } from '../block-kit/weight.ts';
import { isJsonObject, type JsonObject } from '../json.ts';
import { type Mention, mentionsIn } from '../workspace/mentions.ts';
import type { Workspace } from '../workspace/workspace.ts';
import type { Args } from './call.ts';
import { ApiError, problemError } from './errors.ts';

/** What a message says, checked. */
export interface Content {
  text: string;
  blocks: MessageBlock[];
  attachments: Attachment[];
  mentions: Mention[];
}

function readBlocks(args: Args): MessageBlock[] | undefined {
  const raw = args.json('blocks', 'invalid_blocks_format');
  if (raw === undefined) return undefined;
  if (!Array.isArray(raw)) throw new ApiError('invalid_blocks_format');
  const checked = checkMessageBlocks(raw);
  if ('problems' in checked) throw problemError('invalid_blocks', checked.problems);
  return checked.value;
}

const MAX_ATTACHMENTS = 100;

function readAttachments(args: Args): Attachment[] | undefined {
  const raw = args.json('attachments', 'invalid_attachments');
  if (raw === undefined) return undefined;
  if (!Array.isArray(raw)) throw new ApiError('invalid_attachments');
  if (raw.length > MAX_ATTACHMENTS) throw new ApiError('too_many_attachments');
  const checked = checkAttachments(raw);
  if ('problems' in checked) throw problemError('invalid_attachments', checked.problems);
  return checked.value;
}

const saysSomething = ({ blocks = [], pretext, text, title, fields = [], image_url }: Attachment) =>
  blocks.length > 0 ||
  fields.length > 0 ||
  [pretext, text, title, image_url].some((one) => one !== undefined && one !== '');

/** The top-level text, as far as Slack keeps it. Throws `msg_too_long`. */
export type TextReader = (text: string) => string;

/** A post is cut after 40,000 characters (https://docs.slack.dev/reference/methods/chat.postMessage#truncating). */
export const postedText: TextReader = (text) => text.slice(0, 40_000);

/** Editing allows less than posting, and cuts nothing (https://docs.slack.dev/reference/methods/chat.update#errors). */
export const updatedText: TextReader = (text) => {
  if (text.length > 4_000) throw new ApiError('msg_too_long');
  return text;
};

const MAX_MARKDOWN_TEXT = 12_000;

/**
 * `markdown_text` stands for the whole message: "should not be used in conjunction with blocks or text"
 * (https://docs.slack.dev/reference/methods/chat.postMessage#arguments).
 */
function readMarkdown(args: Args): MessageBlock[] | undefined {
  const text = args.text('markdown_text');
  if (text === undefined) return undefined;
  if (args.text('text') !== undefined || args.text('blocks') !== undefined || Array.isArray(args.raw.blocks)) {
    throw new ApiError('markdown_text_conflict');
  }
  if (text.length > MAX_MARKDOWN_TEXT) throw new ApiError('msg_too_long');
  const checked = checkMessageBlocks([{ type: 'markdown', text }]);
  return 'value' in checked ? checked.value : undefined;
}

/**
 * Reads `text`, `blocks` and `attachments`. Blocks and attachments that are left out stay as they were in `before`, the
 * message that is being edited: only an empty list takes them away
 * (https://docs.slack.dev/reference/methods/chat.update#arguments).
 */
export function readContent(workspace: Workspace, args: Args, readText: TextReader, before?: Content): Content {
  const markdown = readMarkdown(args);
  const given = { text: args.text('text'), blocks: markdown ?? readBlocks(args), attachments: readAttachments(args) };
  if (Object.values(given).every((one) => one === undefined)) throw new ApiError('no_text');
  const { blocks = before?.blocks ?? [], attachments = before?.attachments ?? [] } = given;
  const text = readText(given.text ?? args.text('markdown_text') ?? '');
  if (text.trim() === '' && blocks.length === 0 && !attachments.some(saysSomething)) throw new ApiError('no_text');
  const problems = togetherProblems(blocks, attachments);
  if (problems.length > 0)
    throw problemError(attachments.length > 0 ? 'invalid_attachments' : 'invalid_blocks', problems);
  if (areTooLong([...blocks, ...attachments.flatMap((one) => one.blocks ?? [])])) {
    throw new ApiError('msg_blocks_too_long');
  }
  const groups = new Map(workspace.userGroups.all.map(({ handle, id }) => [handle, id]));
  const linkNames = args.flag('link_names') || args.text('parse') === 'full';
  return { text, blocks, attachments, mentions: mentionsIn({ text, blocks, attachments }, { linkNames, groups }) };
}

const MAX_METADATA = 8_000;

const isPlain = (value: unknown) => ['string', 'number', 'boolean'].includes(typeof value);
const isFlat = (value: unknown) => isJsonObject(value) && Object.values(value).every(isPlain);

/** Strings, numbers, booleans, flat objects and lists of flat objects: `MessageMetadataEventPayloadObject` in @slack/types. */
const isPayload = (value: unknown) =>
  isJsonObject(value) &&
  Object.values(value).every((one) => isPlain(one) || isFlat(one) || (Array.isArray(one) && one.every(isFlat)));

/**
 * `undefined`: not given. `null`: given as `{}`, which removes what was there
 * (https://docs.slack.dev/messaging/message-metadata).
 */
export function readMetadata(args: Args): JsonObject | null | undefined {
  const raw = args.json('metadata', 'invalid_metadata_format');
  if (raw === undefined) return undefined;
  if (!isJsonObject(raw)) throw new ApiError('invalid_metadata_format');
  if (Object.keys(raw).length === 0) return null;
  const { event_type: type, event_payload: payload, ...rest } = raw;
  const isWellFormed =
    typeof type === 'string' &&
    /^[a-zA-Z0-9_.-]+$/.test(type) &&
    isJsonObject(payload) &&
    Object.keys(rest).length === 0;
  if (!isWellFormed) throw new ApiError('invalid_metadata_format');
  if (!isPayload(payload)) throw new ApiError('invalid_metadata_schema');
  if (JSON.stringify(raw).length > MAX_METADATA) throw new ApiError('metadata_too_large');
  return { event_type: type, event_payload: payload };
}
