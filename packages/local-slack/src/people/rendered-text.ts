import { inlinesOf, type RichTextBlock, type RichTextInline } from '../block-kit/rich-text.ts';
import type { Message } from '../workspace/messages.ts';
import type { Workspace } from '../workspace/workspace.ts';

/* What people see of Slack's markup (https://docs.slack.dev/messaging/formatting-message-text). */

function readable(text: string): string {
  return text.replaceAll('&lt;', '<').replaceAll('&gt;', '>').replaceAll('&amp;', '&');
}

/** A `<…>` in mrkdwn: a mention, a link, a date (shown by its fallback, so that it reads the same everywhere). */
function renderAngled(workspace: Workspace, inside: string): string {
  const [target = '', ...rest] = inside.split('|');
  const label = rest.join('|');
  if (target.startsWith('@'))
    return `@${workspace.members.byId(target.slice(1))?.displayName ?? (label || target.slice(1))}`;
  if (target.startsWith('#')) return `#${workspace.channels.byId(target.slice(1))?.name ?? label}`;
  if (target.startsWith('!subteam^')) {
    return `@${workspace.userGroups.byId(target.slice('!subteam^'.length))?.handle ?? label}`;
  }
  if (target.startsWith('!date^')) return label;
  if (target.startsWith('!')) return `@${target.slice(1)}`;
  return label || target;
}

/** `*bold*`, `_italic_`, `~struck~` and `` `code` ``, where a mark stands at the edge of a word. */
const STYLED = /(?<![\p{L}\p{N}])([*_~`])(\S(?:[^\n]*?\S)?)\1(?![\p{L}\p{N}])/gu;

function withoutStyles(text: string): string {
  const plain = text.replaceAll('```', '').replace(STYLED, '$2');
  return plain === text ? text : withoutStyles(plain);
}

/** mrkdwn as it reads on the screen: names instead of ids, no styling marks, no escapes. */
export function renderMrkdwn(workspace: Workspace, text: string): string {
  return readable(withoutStyles(withoutAngles(workspace, text)));
}

/** The same of a message's `text`, which may have been posted without styles. */
export function renderMessageText(workspace: Workspace, { text, isUnstyled }: Message): string {
  return isUnstyled ? readable(withoutAngles(workspace, text)) : renderMrkdwn(workspace, text);
}

function withoutAngles(workspace: Workspace, text: string): string {
  return text.replace(/<([^<>]*)>/g, (_, inside: string) => renderAngled(workspace, inside));
}

/** Plain text and mrkdwn objects. */
export function renderText(workspace: Workspace, text: { type: string; text: string }): string {
  return text.type === 'mrkdwn' ? renderMrkdwn(workspace, text.text) : text.text;
}

function inlineText(workspace: Workspace, inline: RichTextInline): string {
  switch (inline.type) {
    case 'text':
      return inline.text;
    case 'link':
      return inline.text ?? inline.url;
    case 'emoji':
      return `:${inline.name}:`;
    case 'user':
      return `@${workspace.members.byId(inline.user_id)?.displayName ?? inline.user_id}`;
    case 'usergroup':
      return `@${workspace.userGroups.byId(inline.usergroup_id)?.handle ?? inline.usergroup_id}`;
    case 'channel':
      return `#${workspace.channels.byId(inline.channel_id)?.name ?? inline.channel_id}`;
    case 'broadcast':
      return `@${inline.range}`;
    case 'date':
      return inline.fallback ?? inline.format;
  }
}

/** Rich text as it reads on the screen, a line for each of its parts. */
export function renderRichText(workspace: Workspace, block: RichTextBlock): string {
  return inlinesOf(block)
    .map((line) => line.map((inline) => inlineText(workspace, inline)).join(''))
    .join('\n');
}

/** Whether a visible text is the one looked for: a part of it, or a match. */
export function matches(visible: string, wanted: string | RegExp): boolean {
  return typeof wanted === 'string' ? visible.includes(wanted) : wanted.test(visible);
}
