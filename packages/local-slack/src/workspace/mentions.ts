import type { Block } from '../block-kit/blocks.ts';
import type { Attachment } from '../block-kit/message.ts';
import { inlinesOf } from '../block-kit/rich-text.ts';

/** Somebody whom a message notifies. */
export interface Mention {
  kind: 'here' | 'channel' | 'everyone' | 'user' | 'group';
  /** The user's or group's id. */
  id?: string;
  /**
   * `markup`: written as `<!here>`, `<@U…>` or `<!subteam^S…>`. `auto`: written as plain `@here`, which Slack turns into a
   * mention with `link_names` or `parse=full`, and in mrkdwn objects that are not `verbatim`
   * (https://docs.slack.dev/reference/block-kit/composition-objects/text-object: "certain mentions will be
   * automatically parsed").
   */
  by: 'markup' | 'auto';
}

type Broadcast = 'here' | 'channel' | 'everyone';

const isBroadcast = (word: string): word is Broadcast => ['here', 'channel', 'everyone'].includes(word);

function inMarkup(text: string): Mention[] {
  const mentions: Mention[] = [];
  for (const [, inside = ''] of text.matchAll(/<([^<>]*)>/g)) {
    const [word = ''] = inside.split('|');
    const broadcast = word.replace(/^!/, '');
    if (word.startsWith('!') && isBroadcast(broadcast)) mentions.push({ kind: broadcast, by: 'markup' });
    else if (/^@[UW][A-Z0-9]+$/.test(word)) mentions.push({ kind: 'user', id: word.slice(1), by: 'markup' });
    else if (/^!subteam\^S[A-Z0-9]+$/.test(word)) mentions.push({ kind: 'group', id: word.slice(9), by: 'markup' });
  }
  return mentions;
}

function byItself(text: string, groups: ReadonlyMap<string, string>): Mention[] {
  const mentions: Mention[] = [];
  const outsideMarkup = text.replace(/<[^<>]*>|`[^`]*`/g, ' ');
  for (const [, name = ''] of outsideMarkup.matchAll(/(?<![\w.@/])@([a-z0-9._-]+)/g)) {
    const id = groups.get(name);
    if (isBroadcast(name)) mentions.push({ kind: name, by: 'auto' });
    else if (id !== undefined) mentions.push({ kind: 'group', id, by: 'auto' });
  }
  return mentions;
}

export interface Parsing {
  /** The `parse` or `link_names` argument asks for names to be linked in the plain texts. */
  linkNames: boolean;
  /** User group handles and their ids. */
  groups: ReadonlyMap<string, string>;
}

function inBlock(block: Block, parsing: Parsing): Mention[] {
  const inText = (text: { type: string; text: string; verbatim?: boolean }) =>
    text.type !== 'mrkdwn'
      ? []
      : [...inMarkup(text.text), ...(text.verbatim ? [] : byItself(text.text, parsing.groups))];
  switch (block.type) {
    case 'section':
      return [...(block.text ? [block.text] : []), ...(block.fields ?? [])].flatMap(inText);
    case 'context':
      return block.elements.flatMap((element) => (element.type === 'image' ? [] : inText(element)));
    case 'markdown':
      return [...inMarkup(block.text), ...byItself(block.text, parsing.groups)];
    case 'rich_text':
      return inlinesOf(block)
        .flat()
        .flatMap((inline): Mention[] => {
          if (inline.type === 'user') return [{ kind: 'user', id: inline.user_id, by: 'markup' }];
          if (inline.type === 'usergroup') return [{ kind: 'group', id: inline.usergroup_id, by: 'markup' }];
          return inline.type === 'broadcast' ? [{ kind: inline.range, by: 'markup' }] : [];
        });
    default:
      return [];
  }
}

/** Everybody whom a message notifies, once: in its text, its blocks and its attachments. */
export function mentionsIn(
  content: { text: string; blocks: readonly Block[]; attachments: readonly Attachment[] },
  parsing: Parsing,
): Mention[] {
  const texts = [
    content.text,
    ...content.attachments.flatMap((one) => [
      one.pretext ?? '',
      one.text ?? '',
      ...(one.fields ?? []).map(({ value }) => value),
    ]),
  ];
  const blocks = [...content.blocks, ...content.attachments.flatMap((one) => one.blocks ?? [])];
  const all = [
    ...texts.flatMap((text) => [...inMarkup(text), ...(parsing.linkNames ? byItself(text, parsing.groups) : [])]),
    ...blocks.flatMap((block) => inBlock(block, parsing)),
  ];
  return [...new Map(all.map((mention) => [`${mention.kind}:${mention.id}:${mention.by}`, mention])).values()];
}
