import type { Message } from '../../workspace/messages.ts';
import { type Pane, surfaceId, THREAD_PANE } from '../blocks/spot.ts';
import type { Item } from '../live/region.ts';
import { render } from '../live/render.ts';
import type { Place } from '../place.ts';
import { topLevel } from '../read-marks.ts';
import { dayDivider, inZone } from '../text/dates.ts';
import type { Viewer } from '../viewer.ts';
import { MessageArticle } from './message.tsx';
import { repliesLabel } from './thread-summary.tsx';

/** Messages of one author within this time stand under one name. */
const CLOSE_SECONDS = 300;

function ephemeral(viewer: Viewer, channelId: string): Message[] {
  const { workspace, member } = viewer;
  return workspace.messages.all.filter(
    (one) => one.onlyFor === member.id && one.channelId === channelId && !one.deleted,
  );
}

const byTime = (one: Message, other: Message) => (one.ts < other.ts ? -1 : 1);

/** What stands in the conversation, oldest first; the messages for this person's eyes alone included. */
export function conversation({ viewer, where }: Place): Message[] {
  if (where === 'home') return [];
  const own = ephemeral(viewer, where.id).filter(({ threadTs }) => threadTs === undefined);
  const all = topLevel(viewer.workspace, where);
  return own.length === 0 ? all : [...all, ...own].toSorted(byTime);
}

export function replies({ viewer, thread }: Place): Message[] {
  if (!thread) return [];
  const own = ephemeral(viewer, thread.channelId).filter(({ threadTs }) => threadTs === thread.ts);
  return [...viewer.workspace.messages.repliesTo(thread), ...own].toSorted(byTime);
}

/** Messages with what stands between them: days, and the line above what is new. */
export function entries(place: Place, messages: readonly Message[], pane: Pane): Item[] {
  const firstNew = pane === THREAD_PANE ? undefined : firstNewOf(place, messages);
  return messages.map((message, index) => {
    const id = `${pane}entry-${surfaceId({ message })}`;
    const before = messages[index - 1];
    const isFirstReply = pane === THREAD_PANE && index === 1;
    const entry = (
      <div id={id} class="entry">
        {isFirstReply && <ReplyCount count={messages.length - 1} />}
        <Entry place={place} message={message} before={before} isFirstNew={message === firstNew} pane={pane} />
      </div>
    );
    return { id, html: render(entry) };
  });
}

function firstNewOf({ viewer, readUpTo }: Place, messages: readonly Message[]): Message | undefined {
  if (readUpTo === undefined) return undefined;
  return messages.find(
    ({ ts, userId, onlyFor }) => ts > readUpTo && userId !== viewer.member.id && onlyFor === undefined,
  );
}

/** How many replies there are, between the message and the first of them. */
function ReplyCount({ count }: { count: number }) {
  return (
    <p class="reply-count">
      <span>{repliesLabel(count)}</span>
    </p>
  );
}

interface EntryProps {
  place: Place;
  message: Message;
  before: Message | undefined;
  isFirstNew: boolean;
  pane: Pane;
}

function Entry({ place: { viewer }, message, before, isFirstNew, pane }: EntryProps) {
  const zone = viewer.member.tz;
  const at = inZone(Number(message.ts) * 1000, zone);
  const isOtherDay = before === undefined || !inZone(Number(before.ts) * 1000, zone).hasSame(at, 'day');
  const isContinued = !isOtherDay && !isFirstNew && follows(message, before);
  return (
    <>
      {isOtherDay && pane !== THREAD_PANE && (
        <p class="day">
          <span>{dayDivider(at, inZone(Date.now(), zone))}</span>
        </p>
      )}
      {isFirstNew && (
        <p class="new-line">
          <span>New</span>
        </p>
      )}
      <MessageArticle viewer={viewer} message={message} pane={pane} isContinued={isContinued} />
    </>
  );
}

function follows(message: Message, before: Message): boolean {
  const isClose = Number(message.ts) - Number(before.ts) < CLOSE_SECONDS;
  const isPlain = message.attachments.length === 0 && before.attachments.length === 0;
  return isClose && isPlain && !before.remark && message.userId === before.userId && message.onlyFor === before.onlyFor;
}
