import { SLACKBOT } from '../../interactions/slackbot.ts';
import { isDirect } from '../../workspace/channels.ts';
import type { Member } from '../../workspace/members.ts';
import type { Message } from '../../workspace/messages.ts';
import { AttachmentPart } from '../blocks/attachment.tsx';
import { Blocks } from '../blocks/block.tsx';
import { type Pane, Spot, surfaceId, surfaceReference, THREAD_PANE } from '../blocks/spot.ts';
import { Icon } from '../frame/icon.tsx';
import { noticesAt } from '../frame/notices.tsx';
import { formatDate } from '../text/dates.ts';
import { Mrkdwn } from '../text/mrkdwn.tsx';
import type { Viewer } from '../viewer.ts';
import { Avatar } from './avatar.tsx';
import { Files } from './files.tsx';
import { Reactions } from './reactions.tsx';
import { ThreadSummary } from './thread-summary.tsx';
import { Toolbar } from './toolbar.tsx';

export interface MessageProps {
  viewer: Viewer;
  message: Message;
  pane: Pane;
  /** It follows one by the same author closely, so that the name need not be said again. */
  isContinued: boolean;
}

export function MessageArticle({ viewer, message, pane, isContinued }: MessageProps) {
  const surface = { message };
  if (message.remark) return <RemarkLine viewer={viewer} message={message} pane={pane} />;
  const author = viewer.workspace.members.byId(message.userId);
  const name = authorName(message, author);
  const isPrivate = message.onlyFor !== undefined;
  return (
    <article
      id={`${pane}${surfaceId(surface)}`}
      class={`message${isContinued ? ' continued' : ''}${isPrivate ? ' private' : ''}`}
      data-surface={surfaceReference(surface)}
      aria-label={`Message from ${name}`}
    >
      <div class="message-margin">
        {isContinued ? <Time viewer={viewer} message={message} isShort /> : <Face viewer={viewer} message={message} />}
      </div>
      <div class="message-main">
        {isPrivate && <OnlyVisibleToYou />}
        <PinnedBy viewer={viewer} message={message} />
        {!isContinued && (
          <p class="message-head">
            <b class="author">{name}</b>
            {message.byApp && <span class="badge">App</span>}
            <Time viewer={viewer} message={message} />
          </p>
        )}
        <Content viewer={viewer} message={message} pane={pane} />
        <Reactions viewer={viewer} message={message} />
        {noticesAt(viewer, message.ts).map(({ text }) => (
          <p class="message-notice" role="alert">
            {text}
          </p>
        ))}
        {pane !== THREAD_PANE && <ThreadSummary viewer={viewer} message={message} />}
      </div>
      {!isPrivate && <Toolbar viewer={viewer} message={message} pane={pane} />}
    </article>
  );
}

function authorName({ userId }: Message, author: Member | undefined): string {
  if (userId === SLACKBOT.id) return SLACKBOT.name;
  return (author?.isBot ? author.realName : author?.displayName) ?? 'Somebody';
}

/** What Slack itself writes: who joined, what the channel is called now. */
function RemarkLine({ viewer, message, pane }: Omit<MessageProps, 'isContinued'>) {
  const namesItsAuthor = message.text.startsWith(`<@${message.userId}>`);
  const text = namesItsAuthor ? message.text : `<@${message.userId}> ${message.text}`;
  return (
    <article id={`${pane}${surfaceId({ message })}`} class="message remark" aria-label="Message from Slack">
      <div class="message-margin">
        <Time viewer={viewer} message={message} isShort />
      </div>
      <div class="message-main prose quiet">
        <Mrkdwn viewer={viewer} text={text} />
      </div>
    </article>
  );
}

function Face({ viewer, message }: Pick<MessageProps, 'viewer' | 'message'>) {
  if (message.userId !== SLACKBOT.id)
    return <Avatar viewer={viewer} member={viewer.workspace.members.byId(message.userId)} />;
  return (
    <span class="avatar color-6" aria-hidden="true">
      S
    </span>
  );
}

function PinnedBy({ viewer, message }: Pick<MessageProps, 'viewer' | 'message'>) {
  const pin = viewer.workspace.pins.find(message);
  if (!pin) return null;
  return (
    <p class="only-you">
      <Icon name="pin" />
      Pinned by {viewer.workspace.members.byId(pin.userId)?.displayName}
    </p>
  );
}

function OnlyVisibleToYou() {
  return (
    <p class="only-you">
      <Icon name="eye" />
      Only visible to you
      <span aria-hidden="true"> · </span>
      <button type="button" class="link" data-post="dismiss">
        Dismiss message
      </button>
    </p>
  );
}

function Content({ viewer, message, pane }: Omit<MessageProps, 'isContinued'>) {
  const spot = new Spot(viewer, { message }, pane);
  const edited = message.editedTs !== undefined && !message.byApp && <small class="edited"> (edited)</small>;
  return (
    <>
      {message.broadcast && <Broadcast viewer={viewer} message={message} pane={pane} />}
      {message.blocks.length > 0 ? (
        <Blocks spot={spot} blocks={message.blocks} />
      ) : (
        message.text !== '' && (
          <div class="prose">
            <Mrkdwn viewer={viewer} text={message.text} />
            {edited}
          </div>
        )
      )}
      <Files viewer={viewer} message={message} />
      {message.attachments.map((attachment) => (
        <AttachmentPart spot={spot} attachment={attachment} />
      ))}
    </>
  );
}

/** Above a reply that stands in the channel as well: where it belongs, or that others read it there. */
function Broadcast({ viewer, message, pane }: Omit<MessageProps, 'isContinued'>) {
  const channel = viewer.workspace.channels.byId(message.channelId);
  if (!channel) return null;
  if (pane === THREAD_PANE)
    return <p class="broadcast">Also sent to {isDirect(channel) ? 'the conversation' : 'the channel'}</p>;
  return (
    <p class="broadcast">
      replied to <a href={viewer.addressOf(channel, { thread: message.threadTs })}>a thread</a>
    </p>
  );
}

function Time({ viewer, message, isShort = false }: { viewer: Viewer; message: Message; isShort?: boolean }) {
  const seconds = Number(message.ts);
  const time = formatDate(seconds, '{time}', viewer.member.tz);
  return (
    <time
      class="message-time"
      datetime={new Date(seconds * 1000).toISOString()}
      title={formatDate(seconds, '{date_long} at {time_secs}', viewer.member.tz)}
    >
      {isShort ? time.replace(/ [AP]M$/, '') : time}
    </time>
  );
}
