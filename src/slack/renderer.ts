import { isShownIn } from '../incidents/privacy.ts';
import { recapOf } from '../incidents/recap.ts';
import type { IncidentStore, PrivateHome, Viewer } from '../incidents/store.ts';
import { otherIn, type StoredTimelineEvent, type TimelineFact } from '../incidents/timeline.ts';
import type { StatusUpdate } from '../incidents/updates.ts';
import type { Clock, UtcMs } from '../lib/clock.ts';
import type { OwnChannelStore } from '../notifications/incident-channels/store.ts';
import type { RenderedStormLine, Renderer } from '../notifications/renderer.ts';
import type { Card, Place } from '../notifications/types.ts';
import type { Actor, SlackAccount } from '../people/actor.ts';
import { type PersonTarget, readPersonTarget } from '../people/page-target.ts';
import type { PeopleStore } from '../people/store.ts';
import { callReason } from '../words/call-reason.ts';
import { JOIN_CALL } from '../words/incident.ts';
import { teamNotice, topicPart } from './cards/hand-off.ts';
import { incidentCard, movedCard, type PrivateCardReason, privateCard } from './cards/incident-card.ts';
import { REASON_WRITER } from './cards/names.ts';
import {
  adminNotice,
  dutyNotice,
  lossNotice,
  onCallNotice,
  remainsNotice,
  subscriptionNotice,
} from './cards/notices.ts';
import { notificationMessage } from './cards/notification.ts';
import { postMortemMessage } from './cards/post-mortem.ts';
import { recapReply } from './cards/recap.ts';
import { runbookMessageLate } from './cards/runbook-message.ts';
import { runbookProgress } from './cards/runbook-progress.ts';
import { runbookQuestion } from './cards/runbook-question.ts';
import { followedUpdate, statusUpdateLine, statusUpdateMessage, type UpdateContent } from './cards/status-update.ts';
import { stormLines, stormSummons, summonsMessage, threadLine } from './cards/thread.ts';
import type { IncidentViews } from './incident-views.ts';
import { roleNotice } from './interactions/roles/question.ts';
import { taskNotice } from './interactions/tasks/notice.ts';
import { updateDueNotice } from './interactions/update.ts';
import type { Mentions } from './mentions.ts';
import type { StormViews } from './storm-views.ts';

/** Events that a summary looks at: the newest. */
const MAX_LOOKED_AT = 2_000;

/** Draws cards and thread lines in Block Kit, from the row as it is at the moment of sending. */
export function blockKitRenderer(
  incidents: IncidentStore,
  people: PeopleStore,
  views: IncidentViews,
  storms: StormViews,
  mentions: Mentions,
  {
    eyesOf,
    rooms,
  }: {
    /** With which eyes somebody looks; null while their workspace is not connected. */
    eyesOf: (account: SlackAccount) => Promise<Viewer | null>;
    rooms: Pick<OwnChannelStore, 'roomOf'>;
  },
  clock: Clock,
): Renderer {
  const slackUserId = async (connectionId: number, person: PersonTarget) => {
    if ('slackUserId' in person) return person.slackUserId;
    const match = await people.accountOf(connectionId, person.email);
    return match.kind === 'found' ? match.account.slackUserId : null;
  };
  /** The private channel, or the closed project, that an incident belongs to, when the place is another one; whoever is paged may see all. */
  const closedHome = async ({ incidentNumber, connectionId, target, channelId }: IncidentPlace) => {
    if (readPersonTarget(target)) return null;
    const home = await incidents.privateHome(incidentNumber, connectionId);
    if (home) return isShownIn(home, channelId) ? null : home;
    const isElsewhere = await views.isConfinedFrom(incidentNumber, { connectionId, target });
    return isElsewhere ? { channelId: null, isOutOfSight: false, rooms: [] } : null;
  };
  /** Whether somebody whom a message is for may see an incident when they are told. */
  const sees = async (number: number, connectionId: number, target: string) => {
    const account = await slackUserId(connectionId, readPersonTarget(target) ?? { slackUserId: target });
    const viewer = account === null ? null : await eyesOf({ connectionId, slackUserId: account });
    return viewer !== null && incidents.isVisible(number, viewer);
  };
  const contentOf = async (number: number, update: StatusUpdate, by: Actor, at: UtcMs): Promise<UpdateContent> => {
    const incident = await incidents.get(number);
    const [row] = incident ? await views.rows([incident]) : [];
    if (!row) throw new Error(`an update of incident ${number}, which does not exist`);
    return { update, by, at, row };
  };
  const ownTask = async ({ number, task }: { number: number; task: number }) =>
    (await incidents.tasks(number)).find(({ id, incidentNumber }) => id === task && incidentNumber === number);
  /** The title, where everybody in the workspace may know it. */
  const openTitle = async (incidentNumber: number, connectionId: number) => {
    const anywhere = { incidentNumber, connectionId, target: '', channelId: '' };
    return (await closedHome(anywhere)) ? null : ((await incidents.get(incidentNumber))?.title ?? null);
  };
  /** The event names another incident, which may not be shown there. */
  const namesHidden = async ({ fact }: StoredTimelineEvent, place: Omit<IncidentPlace, 'incidentNumber'>) => {
    const incidentNumber = otherIn(fact);
    if (incidentNumber === null) return false;
    // Another workspace's is none of this one's.
    const isOurs = (await incidents.connectionsOf(incidentNumber)).includes(place.connectionId);
    return !isOurs || (await closedHome({ ...place, incidentNumber })) !== null;
  };
  const reasonOfCall = async (eventId: number, target: string) => {
    const reason = await incidents.callReason(eventId);
    return reason ? callReason(reason, target, REASON_WRITER) : '';
  };
  const open = async (storm: Place, lines: RenderedStormLine[]) => {
    const kept = await Promise.all(
      lines.map(async (line) => {
        const home = await closedHome({ ...storm, incidentNumber: line.event.incidentNumber });
        return home || (await namesHidden(line.event, storm)) ? [] : [line];
      }),
    );
    return kept.flat();
  };
  /** Calls somebody again, to all that is said. */
  const summons = async ({ connectionId, target }: Place, lines: RenderedStormLine[], person: PersonTarget) => {
    const reason = await reasonOfCall(lines.at(-1)?.event.id ?? 0, target);
    const called = await slackUserId(connectionId, person);
    return stormSummons({ lines, slackUserId: called, reason }, (number) => views.pageUrl(number));
  };
  return {
    async card(card, lateBy) {
      const { incidentNumber, reroutedFrom } = card;
      const home = await closedHome(card);
      if (home) return privateCard(incidentNumber, views.pageUrl(incidentNumber), reasonOf(card, home));
      const incident = await incidents.get(incidentNumber);
      if (!incident) throw new Error(`card of incident ${incidentNumber}, which does not exist`);
      if (card.movedTo !== null) return movedCard(await views.card(incident, card.connectionId), card.movedTo);
      const reason = card.calledBy === null ? null : await reasonOfCall(card.calledBy, card.target);
      const calls = card.mentions && card.ts === null && incident.state.status === 'OPEN';
      const mention = calls ? await mentions.of(card.connectionId, [incident]) : '';
      const content = await views.card(incident, card.connectionId);
      const room = card.isHome ? null : await rooms.roomOf(incidentNumber);
      const call = room?.channelId === card.target ? room.callUrl : null;
      return incidentCard({
        ...content,
        links: [...(call === null ? [] : [{ text: JOIN_CALL, url: call }]), ...(content.links ?? [])],
        reroutedFrom,
        lateBy,
        reason,
        mention,
      });
    },
    async line(card, event, lateBy) {
      const person = readPersonTarget(card.target);
      if ((await closedHome(card)) || (await namesHidden(event, card))) return null;
      if (!person) return { ...threadLine({ event, lateBy }), isBroadcast: isCalledBy(event, card) };
      const reason = event.fact.kind === 'reminded' ? '' : await reasonOfCall(event.id, card.target);
      return summonsMessage({ event, lateBy, reason, slackUserId: await slackUserId(card.connectionId, person) });
    },
    async recap(card, event, lateBy) {
      const { incidentNumber } = card;
      if (await closedHome(card)) return null;
      const [incident, timeline, tasks] = await Promise.all([
        incidents.get(incidentNumber),
        incidents.timeline(incidentNumber, { eyes: 'anyone', limit: MAX_LOOKED_AT }),
        incidents.tasks(incidentNumber, 'anyone'),
      ]);
      return incident && recapReply(recapOf(incident, timeline, tasks, event), lateBy);
    },
    async storm(storm, lateBy) {
      const call = readPersonTarget(storm.target) ? await storms.lastCall(storm) : null;
      return storms.card(storm, lateBy, call === null ? '' : await reasonOfCall(call, storm.target));
    },
    async stormLines(storm, all) {
      const person = readPersonTarget(storm.target);
      const lines = await open(storm, all);
      if (lines.length === 0) return null;
      if (!person) {
        const isBroadcast = lines.some(({ event }) => isCalledBy(event, storm));
        return { ...stormLines(lines, (number) => views.pageUrl(number)), isBroadcast };
      }
      return { ...(await summons(storm, lines, person)), isBroadcast: true };
    },
    async summary(place, all) {
      const lines = await open(place, all);
      // The note is on each card; a line in the channel itself would keep it, whatever becomes private.
      const person = readPersonTarget(place.target);
      if (person && lines.length > 0) return summons(place, lines, person);
      const said = lines.map((line) => ({ ...line, event: { ...line.event, fact: withoutNote(line.event.fact) } }));
      return said.length === 0 ? null : stormLines(said, (number) => views.pageUrl(number));
    },
    async notification(message, lateBy) {
      return notificationMessage(message, lateBy);
    },
    async runbookMessage(said, lateBy) {
      if (await closedHome(said)) return null;
      const message = lateBy === null ? said.message : runbookMessageLate(said.message, lateBy);
      if (!said.question) return message;
      const asked = said.question.to.map(async (target) => {
        const person = readPersonTarget(target);
        return person ? slackUserId(said.connectionId, person) : null;
      });
      return runbookQuestion(message, said, said.question, await Promise.all(asked));
    },
    async mayShow(place) {
      return (await closedHome(place)) === null;
    },
    async runbookLine(thread, event, lateBy) {
      if ((await closedHome(thread)) || (await namesHidden(event, thread))) return null;
      return threadLine({ event, lateBy });
    },
    async postMortem(post, lateBy) {
      if (await closedHome(post)) return null;
      const incident = await incidents.get(post.incidentNumber);
      return incident && postMortemMessage(incident, post.by, views.pageUrl(incident.number), lateBy);
    },
    async runbookProgress(progress) {
      return (await closedHome(progress)) ? null : runbookProgress(progress);
    },
    async statusPost({ update: { fact, actor, at }, ...post }, lateBy) {
      if (fact.kind !== 'status_updated' || (await closedHome(post))) return null;
      return statusUpdateMessage({ ...(await contentOf(post.incidentNumber, fact, actor, at)), lateBy });
    },
    async statusLine(post, { fact, actor, at }, lateBy) {
      if (fact.kind !== 'status_updated' || (await closedHome(post))) return null;
      return statusUpdateLine({ update: fact, by: actor, at, lateBy });
    },
    stormEnd: (storm) => storms.end(storm),
    topicPart,
    async notice(notice, { connectionId, target }) {
      switch (notice.kind) {
        case 'hand_off':
        case 'roster':
          return teamNotice(notice);
        case 'on_call':
          return onCallNotice(notice, await incidents.countLive(everybodyIn(connectionId)));
        case 'answer':
          return notice.message;
        case 'put_on_call':
        case 'cover_question':
        case 'covered':
        case 'override_declined':
        case 'override_ended':
        case 'cover_declined':
          return dutyNotice(notice, clock.now());
        case 'lost':
          return lossNotice(notice, (number) => views.pageUrl(number));
        case 'role_asked':
        case 'role_declined':
        case 'role_lost':
          return roleNotice(notice, await openTitle(notice.number, connectionId), (number) => views.pageUrl(number));
        case 'task_given':
        case 'task_due': {
          const { number } = notice;
          const task = (await ownTask(notice)) ?? null;
          if (task === null || !(await sees(number, connectionId, target))) return null;
          return taskNotice(notice, task, (one) => views.pageUrl(one));
        }
        case 'status_update_due':
          return updateDueNotice(notice.number, views.pageUrl(notice.number));
        case 'status_update': {
          const { number, update, by } = notice;
          if (!(await sees(number, connectionId, target))) return null;
          return followedUpdate(await contentOf(number, update, by, clock.now()));
        }
        case 'remains':
          return remainsNotice(notice, (number) => views.pageUrl(number));
        case 'subscription_closed':
        case 'subscription_ended':
          return subscriptionNotice(notice);
        case 'channel_closed':
        case 'notifications_closed':
        case 'user_group_closed':
        case 'workspace_connected':
        case 'workspace_ended':
        case 'token_expires':
        case 'webhook_given_up':
        case 'check_up':
        case 'link_asked':
          return adminNotice(notice);
      }
    },
  };
}

/** Somebody of a workspace, who is in none of its private channels and has no role in a closed project. */
function everybodyIn(connectionId: number): Viewer {
  return { connectionId, slackUserId: '', userId: null, privateChannelIds: [], isAdmin: false };
}

type IncidentPlace = Pick<Card, 'incidentNumber' | 'connectionId' | 'target' | 'channelId'>;

/** Why a channel hears of an incident that it may not see. */
function reasonOf(card: Card, { isOutOfSight }: PrivateHome): PrivateCardReason {
  const { isHome, reroutedFrom, ts, movedTo, editing } = card;
  const isNew = ts === null && movedTo === null && editing === 'open';
  if (!isHome && reroutedFrom === null) return isNew ? 'called' : 'elsewhere';
  return isOutOfSight ? 'lost' : 'elsewhere';
}

/** A channel that is called and has the card already sees the line itself, not only its thread. */
function isCalledBy({ fact }: StoredTimelineEvent, { target }: Place): boolean {
  if (fact.kind === 'channel_in_use') return fact.channelId === target;
  return (fact.kind === 'escalated' || fact.kind === 'paged') && fact.channels.includes(target);
}

function withoutNote(fact: TimelineFact): TimelineFact {
  return fact.kind === 'resolved' ? { ...fact, note: null } : fact;
}
