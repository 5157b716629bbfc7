import { type Channel, isDirect } from '../../../workspace/channels.ts';
import { Icon } from '../../frame/icon.tsx';
import type { Place } from '../../place.ts';
import { titleOf } from '../name.ts';
import { BookmarkList } from './bookmark-list.tsx';
import { MemberList } from './member-list.tsx';
import { ActButton, type DetailsProps, Part } from './part.tsx';
import { Pinned } from './pinned.tsx';

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
