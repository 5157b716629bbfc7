import type { RequestIssue } from '../../notifications/requested/notifier.ts';
import { clean } from '../../words/text.ts';

/*
 * Blocks and attachments that somebody else has written, made harmless: they mention nobody, and nothing in them can be used but
 * links.
 */

/** The action id of a link button begins so. */
export const OPEN_LINK = 'open_notification_link';

const MAX_DEPTH = 15;

/** What blocks may be made of. */
const KNOWN_TYPES: ReadonlySet<string> = new Set([
  'section',
  'header',
  'context',
  'divider',
  'image',
  'markdown',
  'table',
  'actions',
  'button',
  'plain_text',
  'mrkdwn',
  'raw_text',
  'rich_text',
  'rich_text_section',
  'rich_text_list',
  'rich_text_quote',
  'rich_text_preformatted',
  'text',
  'link',
  'emoji',
  'channel',
  'date',
]);

const MENTIONS: ReadonlySet<string> = new Set(['user', 'usergroup', 'broadcast']);

/** Texts of an attachment, which Slack reads as mrkdwn. */
const ATTACHMENT_TEXTS: ReadonlySet<string> = new Set([
  'fallback',
  'pretext',
  'author_name',
  'title',
  'text',
  'footer',
  'value',
]);

const ATTACHMENT_MEMBERS: ReadonlySet<string> = new Set([
  ...ATTACHMENT_TEXTS,
  'color',
  'author_link',
  'author_icon',
  'title_link',
  'fields',
  'image_url',
  'thumb_url',
  'footer_icon',
  'ts',
  'mrkdwn_in',
  'blocks',
]);

/** A sequence of Slack's in angle brackets, or a character that begins or ends one, or an entity. */
const SEQUENCE = /<([^<>]*)>|[<>]|&(?!(?:amp|lt|gt);)/g;
/** Links, also to channels, and times. */
const HARMLESS = /^(?:(?:https?:\/\/|mailto:)[^\s|]+|#C[A-Z0-9]+|!date\^[^|]+)(?:\|[^|]*)?$/;
const ESCAPES: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;' };

/** mrkdwn that somebody else has written: it formats and links, but calls nobody. What is no link shows as it was written. */
export function tamed(text: string): string {
  return clean(text).replace(SEQUENCE, (sequence, inside?: string) => {
    if (inside === undefined) return ESCAPES[sequence] ?? sequence;
    const escaped = inside.replace(/&(?!(?:amp|lt|gt);)/g, '&amp;');
    return HARMLESS.test(inside) ? `<${escaped}>` : `&lt;${escaped}&gt;`;
  });
}

/** `@here` and its like, which Slack makes mentions of in texts that aren't verbatim. */
const BARE_MENTION = /(^|[^\w.@/])@(?=[a-z0-9])/g;

/** A mrkdwn object calls nobody by a bare `@here` either. Where there is none, Slack may make links of addresses as usual. */
export function tamedObject<Text extends { text: string }>(object: Text) {
  const text = tamed(object.text);
  return { ...object, text, ...(text.search(BARE_MENTION) !== -1 && { verbatim: true }) };
}

/** Standard markdown has no way to say that it is verbatim: an invisible character keeps Slack from reading a name. */
function tamedMarkdown(text: string): string {
  return tamed(text).replace(BARE_MENTION, '$1@\u2060');
}

/** Makes what is in `blocks` or `attachments` of a request harmless, and says of what can't be. */
export class Tamer {
  readonly issues: RequestIssue[] = [];
  private links = 0;

  blocks(blocks: unknown[]): unknown[] {
    return blocks.map((block, index) => this.inBlocks(block, `blocks[${index}]`, 0));
  }

  attachments(attachments: unknown[]): unknown[] {
    return attachments.map((one, index) => this.attachment(one, `attachments[${index}]`));
  }

  private inBlocks(value: unknown, path: string, depth: number): unknown {
    if (typeof value === 'string') return clean(value);
    if (typeof value !== 'object' || value === null) return value;
    if (depth > MAX_DEPTH) return this.refuse(path, 'is nested too deeply');
    if (Array.isArray(value)) return value.map((item, index) => this.inBlocks(item, `${path}[${index}]`, depth + 1));
    const members = this.members(value, path, depth);
    const { type, text } = members;
    if (typeof type !== 'string') return members;
    if (MENTIONS.has(type)) return this.refuse(path, 'mentions somebody; notifications mention nobody');
    if (!KNOWN_TYPES.has(type)) {
      return this.refuse(path, `can’t be in a notification (${type.slice(0, 40)}): nobody would hear of its use`);
    }
    if (type === 'mrkdwn' && typeof text === 'string') return tamedObject({ ...members, text });
    if (type === 'markdown' && typeof text === 'string') return { ...members, text: tamedMarkdown(text) };
    return type === 'button' ? this.button(members, path) : members;
  }

  private members(value: object, path: string, depth: number): Record<string, unknown> {
    const members = Object.entries(value).map(([key, item]) => [key, this.inBlocks(item, `${path}.${key}`, depth + 1)]);
    return Object.fromEntries(members);
  }

  /** Its action id would be one of ours, or nobody's. */
  private button({ value: _, ...members }: Record<string, unknown>, path: string): unknown {
    if (typeof members['url'] === 'string') return { ...members, action_id: `${OPEN_LINK}:${++this.links}` };
    return this.refuse(path, 'needs a url: other buttons do nothing in a notification');
  }

  private attachment(value: unknown, path: string): unknown {
    if (typeof value !== 'object' || value === null || Array.isArray(value)) {
      return this.refuse(path, 'must be an object');
    }
    const members = Object.entries(value).map(([key, item]) => {
      if (!ATTACHMENT_MEMBERS.has(key)) this.refuse(`${path}.${key}`, 'can’t be in an attachment of a notification');
      return [key, this.attachmentMember(key, item, `${path}.${key}`)];
    });
    return Object.fromEntries(members);
  }

  private attachmentMember(key: string, value: unknown, path: string): unknown {
    if (typeof value === 'string') return ATTACHMENT_TEXTS.has(key) ? tamed(value) : clean(value);
    if (!Array.isArray(value)) return value;
    if (key === 'blocks') return value.map((block, index) => this.inBlocks(block, `${path}[${index}]`, 0));
    if (key !== 'fields') return value;
    return value.map((field: unknown) =>
      typeof field === 'object' && field !== null
        ? Object.fromEntries(
            Object.entries(field).map(([name, item]) => [name, typeof item === 'string' ? tamed(item) : item]),
          )
        : field,
    );
  }

  private refuse(path: string, message: string): null {
    this.issues.push({ path, message });
    return null;
  }
}
