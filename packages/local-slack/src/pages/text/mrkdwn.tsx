import { type Command, type Node, NodeType, parse, type UserLink } from 'slack-message-parser';
import { emojiNamed } from '../../emoji.ts';
import type { Viewer } from '../viewer.ts';
import { formatDate } from './dates.ts';
import { safeAddress, splitAddresses } from './links.ts';

function unescaped(text: string): string {
  return text.replaceAll('&lt;', '<').replaceAll('&gt;', '>').replaceAll('&amp;', '&');
}

/** Text written in Slack's own markup, `mrkdwn` (https://docs.slack.dev/messaging/formatting-message-text). */
export function Mrkdwn({ viewer, text }: { viewer: Viewer; text: string }) {
  // The parser knows quotes by their escaped mark only; Slack takes both.
  return <Piece viewer={viewer} node={parse(text.replace(/^(?:>|&gt;) ?/gm, '&gt;'))} />;
}

function Pieces({ viewer, nodes }: { viewer: Viewer; nodes: readonly Node[] }) {
  return (
    <>
      {nodes.map((node) => (
        <Piece viewer={viewer} node={node} />
      ))}
    </>
  );
}

function Piece({ viewer, node }: { viewer: Viewer; node: Node }) {
  switch (node.type) {
    case NodeType.Root:
      return <Pieces viewer={viewer} nodes={node.children} />;
    case NodeType.Text:
      return <Words text={unescaped(node.text)} />;
    case NodeType.Bold:
      return (
        <b>
          <Pieces viewer={viewer} nodes={node.children} />
        </b>
      );
    case NodeType.Italic:
      return (
        <i>
          <Pieces viewer={viewer} nodes={node.children} />
        </i>
      );
    case NodeType.Strike:
      return (
        <s>
          <Pieces viewer={viewer} nodes={node.children} />
        </s>
      );
    case NodeType.Quote:
      return (
        <blockquote>
          <Pieces viewer={viewer} nodes={node.children} />
        </blockquote>
      );
    case NodeType.Code:
      return <code>{unescaped(node.text)}</code>;
    case NodeType.PreText:
      return <pre>{unescaped(node.text).replace(/^\n|\n$/g, '')}</pre>;
    case NodeType.Emoji:
      return <EmojiMark name={node.name} />;
    case NodeType.UserLink:
      return <PersonMention viewer={viewer} id={node.userID} fallback={plainLabel(node)} />;
    case NodeType.ChannelLink:
      return <ChannelMention viewer={viewer} id={node.channelID} />;
    case NodeType.URL: {
      const href = safeAddress(unescaped(node.url));
      if (href === undefined) return <>{unescaped(node.source)}</>;
      return <Outbound href={href}>{node.label ? <Pieces viewer={viewer} nodes={node.label} /> : href}</Outbound>;
    }
    case NodeType.Command:
      return <Special viewer={viewer} node={node} />;
  }
}

const plainLabel = ({ label }: UserLink | Command) => unescaped(label?.map(({ source }) => source).join('') ?? '');

/** `<!here>`, `<!subteam^S1>`, `<!date^…>` */
function Special({ viewer, node }: { viewer: Viewer; node: Command }) {
  const [first = '', second = '', address = ''] = node.arguments;
  if (node.name === 'date') {
    return (
      <DateText viewer={viewer} seconds={Number(first)} format={second} address={address} fallback={plainLabel(node)} />
    );
  }
  if (node.name === 'subteam') return <GroupMention viewer={viewer} id={first} fallback={plainLabel(node)} />;
  return <Mention isMine>{`@${node.name}`}</Mention>;
}

export function DateText(props: {
  viewer: Viewer;
  seconds: number;
  format: string;
  address?: string;
  fallback: string;
}) {
  const { viewer, seconds, format, address = '', fallback } = props;
  if (!Number.isFinite(seconds) || format === '') return <>{fallback}</>;
  const moment = (
    <time
      datetime={new Date(seconds * 1000).toISOString()}
      title={formatDate(seconds, '{date_long} at {time}', viewer.member.tz)}
    >
      {formatDate(seconds, format, viewer.member.tz)}
    </time>
  );
  const href = safeAddress(unescaped(address));
  return href ? <Outbound href={href}>{moment}</Outbound> : moment;
}

export function Outbound({ href, children }: { href: string; children?: unknown }) {
  return (
    <a href={href} target="_blank" rel="noopener noreferrer">
      {children}
    </a>
  );
}

/** Plain words, in which web addresses can be followed. */
function Words({ text }: { text: string }) {
  return (
    <>
      {splitAddresses(text).map((part) =>
        part.isAddress ? <Outbound href={part.text}>{part.text}</Outbound> : part.text,
      )}
    </>
  );
}

export function EmojiMark({ name }: { name: string }) {
  const unicode = emojiNamed(name);
  return unicode === undefined ? (
    <span>{`:${name}:`}</span>
  ) : (
    <span class="emoji" role="img" aria-label={`${name} emoji`}>
      {unicode}
    </span>
  );
}

function Mention({ isMine, children }: { isMine: boolean; children?: unknown }) {
  return <span class={isMine ? 'mention mine' : 'mention'}>{children}</span>;
}

export function PersonMention({ viewer, id, fallback }: { viewer: Viewer; id: string; fallback: string }) {
  const name = viewer.workspace.members.byId(id)?.displayName ?? (fallback || id);
  return <Mention isMine={id === viewer.member.id}>{`@${name.replace(/^@/, '')}`}</Mention>;
}

export function GroupMention({ viewer, id, fallback }: { viewer: Viewer; id: string; fallback: string }) {
  const group = viewer.workspace.userGroups.byId(id);
  return (
    <Mention
      isMine={group?.users.includes(viewer.member.id) ?? false}
    >{`@${group?.handle ?? fallback.replace(/^@/, '')}`}</Mention>
  );
}

export function BroadcastMention({ range }: { range: string }) {
  return <Mention isMine>{`@${range}`}</Mention>;
}

export function ChannelMention({ viewer, id }: { viewer: Viewer; id: string }) {
  const channel = viewer.workspace.channels.byId(id);
  if (!channel || !viewer.workspace.canSee(viewer.member.id, channel))
    return <Mention isMine={false}>a private channel</Mention>;
  return (
    <a class="mention" href={viewer.addressOf(channel)}>
      {`#${channel.name}`}
    </a>
  );
}
