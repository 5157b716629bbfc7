import type { PropsWithChildren } from 'hono/jsx';
import { type Channel, isDirect } from '../../workspace/channels.ts';
import type { Member } from '../../workspace/members.ts';
import type { Message } from '../../workspace/messages.ts';
import { Icon } from '../frame/icon.tsx';
import type { Place } from '../place.ts';
import { Mrkdwn } from '../text/mrkdwn.tsx';
import type { Viewer } from '../viewer.ts';
import { Avatar } from './avatar.tsx';
import { titleOf } from './name.ts';

interface DetailsProps {
  viewer: Viewer;
  channel: Channel;
}

/** What a channel is and who is in it, at the side. */
export function DetailsPane({ place, channel }: { place: Place; channel: Channel }) {
  const { viewer } = place;
  return (
    <aside id={`details-${channel.id}`} class="side details" aria-label="Details">
      <header class="side-header">
        <h2>Details</h2>
        <span class="quiet">{titleOf(viewer, channel)}</span>
        <a
          class="tool close"
          href={viewer.addressOf(channel)}
          aria-label="Close details"
          title="Close details"
          data-escape
        >
          <Icon name="close" />
        </a>
      </header>
      <DetailsContent viewer={viewer} channel={channel} />
    </aside>
  );
}

export function DetailsContent({ viewer, channel }: DetailsProps) {
  const isOpen = !channel.archived && channel.members.has(viewer.member.id);
  return (
    <div id="details-content" class="details-content">
      {!isDirect(channel) && isOpen && <TopicForm channel={channel} />}
      <Pinned viewer={viewer} channel={channel} />
      {!isDirect(channel) && <BookmarkList viewer={viewer} channel={channel} isOpen={isOpen} />}
      <MemberList viewer={viewer} channel={channel} isOpen={isOpen} />
      {!isDirect(channel) && <Doors viewer={viewer} channel={channel} />}
    </div>
  );
}

function Part({ title, children }: PropsWithChildren<{ title: string }>) {
  return (
    <section aria-label={title}>
      <h3>{title}</h3>
      {children}
    </section>
  );
}

function TopicForm({ channel }: { channel: Channel }) {
  return (
    <Part title="Topic">
      <form class="one-line" data-form="topic" data-channel={channel.id}>
        <input
          class="field"
          name="topic"
          aria-label="Topic"
          value={channel.topic.value}
          maxlength={250}
          hx-morph-skip
        />
        <button type="submit" class="button">
          Set topic
        </button>
      </form>
    </Part>
  );
}

function Pinned({ viewer, channel }: DetailsProps) {
  const { workspace } = viewer;
  const messages = workspace.pins.of(channel.id).flatMap(({ ts }) => workspace.messages.find(channel.id, ts) ?? []);
  return (
    <Part title="Pinned">
      {messages.length === 0 && <p class="quiet">Nothing is pinned. Pin a message from the bar that shows on it.</p>}
      <ul>
        {messages.map((message) => (
          <li class="pinned">
            <PinnedMessage viewer={viewer} message={message} />
          </li>
        ))}
      </ul>
    </Part>
  );
}

function PinnedMessage({ viewer, message }: { viewer: Viewer; message: Message }) {
  const author = viewer.workspace.members.byId(message.userId);
  return (
    <>
      <b>{author?.displayName}</b>
      <div class="prose">
        <Mrkdwn viewer={viewer} text={message.text} />
      </div>
    </>
  );
}

function BookmarkList({ viewer, channel, isOpen }: DetailsProps & { isOpen: boolean }) {
  return (
    <Part title="Bookmarks">
      <ul>
        {viewer.workspace.bookmarks.of(channel.id).map(({ id, title }) => (
          <li class="row">
            <span>{title}</span>
            {isOpen && (
              <ActButton act="unbookmark" channel={channel} id={id} label={`Remove bookmark ${title}`}>
                Remove
              </ActButton>
            )}
          </li>
        ))}
      </ul>
      {isOpen && (
        <form class="one-line" data-form="bookmark" data-channel={channel.id} data-clear>
          <input class="field" name="title" aria-label="Title of the bookmark" placeholder="Title" hx-morph-skip />
          <input class="field" name="link" aria-label="Link of the bookmark" placeholder="https://" hx-morph-skip />
          <button type="submit" class="button">
            Add bookmark
          </button>
        </form>
      )}
    </Part>
  );
}

function MemberList({ viewer, channel, isOpen }: DetailsProps & { isOpen: boolean }) {
  const { workspace } = viewer;
  const members = [...channel.members].flatMap((id) => workspace.members.byId(id) ?? []);
  const others = workspace.members.all.filter(({ id, deleted }) => !deleted && !channel.members.has(id));
  return (
    <Part title={`Members (${members.length})`}>
      {isOpen && !isDirect(channel) && others.length > 0 && <InviteForm channel={channel} others={others} />}
      <ul>
        {members.map((member) => (
          <li class="row">
            <Avatar viewer={viewer} member={member} size="tiny" />
            <span>{member.isBot ? member.realName : member.displayName}</span>
            {isOpen && !isDirect(channel) && member !== viewer.member && (
              <ActButton act="remove-member" channel={channel} id={member.id} label={`Remove ${member.realName}`}>
                Remove
              </ActButton>
            )}
          </li>
        ))}
      </ul>
    </Part>
  );
}

function InviteForm({ channel, others }: { channel: Channel; others: readonly Member[] }) {
  return (
    <form class="one-line" data-form="invite" data-channel={channel.id}>
      <select class="field" name="member" aria-label="Whom to add">
        {others.map(({ id, realName, isBot }) => (
          <option value={id}>
            {realName}
            {isBot ? ' (app)' : ''}
          </option>
        ))}
      </select>
      <button type="submit" class="button">
        Add
      </button>
    </form>
  );
}

/** Ways in and out of a channel, and its end. */
function Doors({ viewer, channel }: DetailsProps) {
  const isIn = channel.members.has(viewer.member.id);
  return (
    <Part title="This channel">
      <div class="doors">
        {!isIn && !channel.archived && (
          <ActButton act="join" channel={channel}>
            Join channel
          </ActButton>
        )}
        {isIn && !channel.archived && (
          <>
            <ActButton act="leave" channel={channel}>
              Leave channel
            </ActButton>
            <ActButton act="archive" channel={channel}>
              Archive channel
            </ActButton>
          </>
        )}
        {channel.archived && (
          <ActButton act="unarchive" channel={channel}>
            Unarchive channel
          </ActButton>
        )}
      </div>
    </Part>
  );
}

interface ActButtonProps {
  act: string;
  channel: Channel;
  id?: string;
  label?: string;
}

function ActButton({ act, channel, id, label, children }: PropsWithChildren<ActButtonProps>) {
  return (
    <button type="button" class="button" data-post={act} data-channel={channel.id} data-id={id} aria-label={label}>
      {children}
    </button>
  );
}
