import type { RichTextBlock, RichTextInline } from '../../block-kit/rich-text.ts';
import { safeAddress } from '../text/links.ts';
import {
  BroadcastMention,
  ChannelMention,
  DateText,
  EmojiMark,
  GroupMention,
  Outbound,
  PersonMention,
} from '../text/mrkdwn.tsx';
import type { Viewer } from '../viewer.ts';

type Part = RichTextBlock['elements'][number];

/** https://docs.slack.dev/reference/block-kit/blocks/rich-text-block */
export function RichText({ viewer, block }: { viewer: Viewer; block: RichTextBlock }) {
  return (
    <div class="prose">
      {block.elements.map((part) => (
        <RichTextPart viewer={viewer} part={part} />
      ))}
    </div>
  );
}

function RichTextPart({ viewer, part }: { viewer: Viewer; part: Part }) {
  switch (part.type) {
    case 'rich_text_section':
      return (
        <p>
          <Line viewer={viewer} inlines={part.elements} />
        </p>
      );
    case 'rich_text_quote':
      return (
        <blockquote>
          <Line viewer={viewer} inlines={part.elements} />
        </blockquote>
      );
    case 'rich_text_preformatted':
      return (
        <pre>
          <Line viewer={viewer} inlines={part.elements} />
        </pre>
      );
    case 'rich_text_list': {
      const items = part.elements.map(({ elements }) => (
        <li>
          <Line viewer={viewer} inlines={elements} />
        </li>
      ));
      const indent = `indent-${part.indent ?? 0}`;
      return part.style === 'ordered' ? (
        <ol class={indent} start={(part.offset ?? 0) + 1}>
          {items}
        </ol>
      ) : (
        <ul class={indent}>{items}</ul>
      );
    }
  }
}

function Line({ viewer, inlines }: { viewer: Viewer; inlines: readonly RichTextInline[] }) {
  return (
    <>
      {inlines.map((inline) => (
        <Styled inline={inline}>
          <Inline viewer={viewer} inline={inline} />
        </Styled>
      ))}
    </>
  );
}

function Styled({ inline, children }: { inline: RichTextInline; children?: unknown }) {
  const { bold, italic, strike, code, underline } = inline.style ?? {};
  let styled = <>{children}</>;
  if (code) styled = <code>{styled}</code>;
  if (underline) styled = <u>{styled}</u>;
  if (strike) styled = <s>{styled}</s>;
  if (italic) styled = <i>{styled}</i>;
  if (bold) styled = <b>{styled}</b>;
  return styled;
}

function Inline({ viewer, inline }: { viewer: Viewer; inline: RichTextInline }) {
  switch (inline.type) {
    case 'text':
      return <>{inline.text}</>;
    case 'link': {
      const href = safeAddress(inline.url);
      return href === undefined ? (
        <span>{inline.text ?? inline.url}</span>
      ) : (
        <Outbound href={href}>{inline.text ?? href}</Outbound>
      );
    }
    case 'emoji':
      return <EmojiMark name={inline.name} />;
    case 'user':
      return <PersonMention viewer={viewer} id={inline.user_id} fallback={inline.user_id} />;
    case 'usergroup':
      return <GroupMention viewer={viewer} id={inline.usergroup_id} fallback={inline.usergroup_id} />;
    case 'channel':
      return <ChannelMention viewer={viewer} id={inline.channel_id} />;
    case 'broadcast':
      return <BroadcastMention range={inline.range} />;
    case 'date':
      return (
        <DateText
          viewer={viewer}
          seconds={inline.timestamp}
          format={inline.format}
          address={inline.url}
          fallback={inline.fallback ?? inline.format}
        />
      );
  }
}
