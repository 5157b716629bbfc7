import type { KnownBlock, MessageAttachment, SectionBlock } from '@slack/types';
import { DAY } from '../../lib/clock.ts';
import type { SlackMessage } from '../../notifications/message.ts';
import type { RequestIssue } from '../../notifications/requested/notifier.ts';
import { fill } from '../../notifications/requested/template.ts';
import type { NotificationPriority, NotificationRequest } from '../../notifications/requested/types.ts';
import type { NotificationTemplate } from '../../settings/types.ts';
import { clean } from '../../words/text.ts';
import { MAX_SECTION, MAX_TEXT } from './blocks.ts';
import { escaped } from './mrkdwn.ts';
import { Tamer, tamed, tamedObject } from './tamed-blocks.ts';
import { delay } from './time.ts';

const MARKS: Record<NotificationPriority, string> = { high: '🔴', normal: '🟢', low: '⚪' };

/** What stands behind a message that is late takes no more. */
const ROOM_FOR_DELAY = 50;
/** https://docs.slack.dev/reference/methods/chat.postMessage#errors: `too_many_attachments` */
const MAX_ATTACHMENTS = 100;
const MAX_JSON = 100_000;

type Composed = { message: SlackMessage } | { issues: RequestIssue[] };

/**
 * The message of a notification, as Slack takes it: its message with the mark of its priority, which is also what a phone shows,
 * then its blocks and attachments. Or all that is wrong.
 */
export async function composeNotification(
  request: NotificationRequest,
  template: NotificationTemplate | null,
): Promise<Composed> {
  const { template: filled, issues } = filledTemplate(request, template);
  const tamer = new Tamer();
  const blocks = tamer.blocks(request.blocks ?? filled?.blocks ?? []);
  const attachments = tamer.attachments(request.attachments ?? filled?.attachments ?? []);
  const words = clean(request.message ?? filled?.message ?? '').trim();
  const text = `${MARKS[request.priority]} ${tamed(words)}`;
  const problems = [...issues, ...textIssues(words, text, blocks.length > 0), ...tamer.issues];
  if (problems.length > 0) return { issues: problems };

  const message: SlackMessage = {
    text,
    ...(blocks.length > 0 && { blocks: [messageSection(text), ...(blocks as KnownBlock[])] }),
    ...(attachments.length > 0 && { attachments: attachments as MessageAttachment[] }),
  };
  const refused = await refusedBySlack(message);
  return refused.length > 0 ? { issues: refused } : { message };
}

/** As it is posted: one that is late says so. */
export function notificationMessage(message: SlackMessage, lateBy: number | null): SlackMessage {
  if (lateBy === null) return message;
  const { blocks } = message;
  const text = `${message.text} ${delay(lateBy)}`;
  return { ...message, text, ...(blocks && { blocks: [messageSection(text), ...blocks.slice(1)] }) };
}

function messageSection(text: string): SectionBlock {
  return { type: 'section', text: tamedObject({ type: 'mrkdwn' as const, text }) };
}

function filledTemplate(request: NotificationRequest, template: NotificationTemplate | null) {
  if (template === null) return { template: null, issues: [] };
  const own = (['blocks', 'attachments'] as const).filter((part) => request[part] !== null && template[part] !== null);
  const { template: filled, missing } = fill(template, request.values, (value) => escaped(clean(value)));
  const named = JSON.stringify(template.name);
  const issues: RequestIssue[] = [
    ...own.map((path) => ({ path, message: `are those of the template ${named} already: send one or the other` })),
    ...missing.map((name) => ({ path: `values.${name}`, message: `is missing: the template ${named} needs it` })),
  ];
  return { template: filled, issues };
}

function textIssues(words: string, text: string, hasBlocks: boolean): RequestIssue[] {
  if (words === '') return [{ path: 'message', message: 'is missing' }];
  const limit = (hasBlocks ? MAX_SECTION : MAX_TEXT) - ROOM_FOR_DELAY;
  if (text.length <= limit) return [];
  const where = hasBlocks ? ', as the first of several blocks' : '';
  return [{ path: 'message', message: `is longer than ${limit} characters as Slack counts them${where}` }];
}

/** Everything that Slack would not take, however late the message is. */
async function refusedBySlack(message: SlackMessage): Promise<RequestIssue[]> {
  const { blocks, attachments } = notificationMessage(message, 99 * DAY);
  if (!blocks && !attachments) return [];
  if (JSON.stringify(message).length > MAX_JSON) {
    return [{ path: '', message: `is larger than ${MAX_JSON} characters with its blocks and attachments` }];
  }
  if (attachments && attachments.length > MAX_ATTACHMENTS) {
    return [{ path: 'attachments', message: `are more than ${MAX_ATTACHMENTS}` }];
  }
  // Only few notifications need the rules of Block Kit, and the app starts faster without them.
  const rules = await import('local-slack/block-kit');
  const checkedBlocks = rules.checkMessageBlocks(blocks ?? []);
  const checkedAttachments = rules.checkAttachments(attachments ?? []);
  if ('problems' in checkedBlocks || 'problems' in checkedAttachments) {
    return [checkedBlocks, checkedAttachments].flatMap((one) => ('problems' in one ? one.problems.map(toIssue) : []));
  }
  const together = rules.togetherProblems(checkedBlocks.value, checkedAttachments.value);
  if (together.length > 0) return together.map(toIssue);
  const all = [...checkedBlocks.value, ...checkedAttachments.value.flatMap((one) => one.blocks ?? [])];
  return rules.areTooLong(all) ? [{ path: 'blocks', message: 'are too long together for one message' }] : [];
}

/** `/blocks/1/text` is what the sender calls `blocks[0].text`: the first block is the message. */
function toIssue({ message, pointer }: { message: string; pointer: string }): RequestIssue {
  const [part = '', index, ...rest] = pointer.split('/').slice(1);
  const place = index === undefined ? part : `${part}[${part === 'blocks' ? Number(index) - 1 : index}]`;
  const path = rest.reduce((at, key) => (/^\d+$/.test(key) ? `${at}[${key}]` : `${at}.${key}`), place);
  return { path, message };
}
