import { deservesRecap } from '../../incidents/recap.ts';
import type { Fact, TimelineEvent } from '../../incidents/timeline.ts';
import type { Incident } from '../../incidents/types.ts';
import type { Page } from '../../oncall/call.ts';
import type { Urgency } from '../../oncall/urgency.ts';
import type { Actor, PersonActor } from '../../people/actor.ts';
import type { ConnectionSettings } from '../../settings/store.ts';
import {
  DEFAULT_INCIDENT_CHANNELS,
  type IncidentChannels,
  type Service,
  type WorkspaceSettings,
} from '../../settings/types.ts';
import type { Called } from '../contacts/plan.ts';
import { getsOwnChannel } from '../incident-channels/rule.ts';
import { PRIORITY, type Priority } from '../priority.ts';
import type { IncidentNotice } from '../types.ts';
import { type Home, homesOf, type Route, routesFor } from './route.ts';

/** Somebody, or a channel, is called by one of a Change's events (by index). */
export interface Summons {
  connectionId: number;
  /** As a card's target. */
  target: string;
  event: number;
  /** There is something to be said besides, which the card alone does not say: a question, by whom it was given to them. */
  asks: boolean;
}

/** Somebody was called to an incident that goes on as this one, by one of a Change's events (by index). */
export interface Follower extends Pick<Page, 'connectionId' | 'target'> {
  event: number;
}

/** What Slack is to hear of one Change. */
export interface ChangeNotification {
  /** The connections that the incident belongs to from now on, besides those that it has belonged to. */
  belongsTo: number[];
  /** The channels that the incident belongs to from now on, unless it belongs to a private one already. */
  homes: Home[];
  /**
   * Where it is to be shown, the home of each connection first: cards to create, and to take up again. An alert that rises moves
   * none, but those who listen to what is so urgent hear of it.
   */
  newCards: Route[];
  /** It is shown for the first time. */
  opens: boolean;
  /** Of a card that is to be posted, and of what is said. */
  priority: Priority;
  /** Of a card that is in Slack, and is brought up to date. */
  redrawPriority: Priority;
  /** By connection: which of the Change's events (by index) get a line in the thread of every card there. */
  lines: { connectionId: number; events: number[] }[];
  /** The same for which of them is followed by what the incident comes to. */
  recaps: { connectionId: number; events: number[] }[];
  /** Each gets a card of its own; or, having one already, a line that calls there again. */
  summons: Summons[];
  /** People who are called, by Slack or past it; `event` by index. */
  called: (Called & { event: number })[];
  /** What quiet hours go by. */
  urgency: Urgency;
  /** It was LOW, and isn't any more. */
  wakes: boolean;
  /** Whether cards that exist look different now. */
  redraws: boolean;
  /** Somebody has taken it: pages that have not gone out yet need not go any more. */
  callsOff: boolean;
  /** The incident is over, or goes on as another one. */
  ends: boolean;
  /** Who is told that it isn't theirs any more. */
  losses: Loss[];
  /** Who is told something of their own. */
  told: Telling[];
  /** Whoever has no card of it gets one. */
  followers: Follower[];
  /** The settings give it a channel of its own, in this connection. */
  ownChannel: AskedChannel | null;
}

/** Somebody is told something by one of a Change's events (by index). */
export interface Telling extends Pick<Page, 'connectionId' | 'target'> {
  event: number;
  /** Of the incident of this number. */
  notice(number: number): IncidentNotice;
}

/** Somebody has lost the incident by one of a Change's events (by index). `to`: who has it now; null for nobody. */
export interface Loss extends Pick<Page, 'connectionId' | 'target'> {
  event: number;
  by: Actor;
  to: PersonActor | null;
  /** What it goes on as. */
  into?: number;
}

/** A channel that is to be made, with what it is called by (`IncidentChannels.name`). */
export interface AskedChannel {
  connectionId: number;
  nameTemplate: string;
}

/** The operator's settings that decide who hears of a change: those of the workspaces that the incident belongs to. */
export interface NotificationSettings {
  service: Service | null;
  workspaces: ConnectionSettings[];
  /** By default no incident gets a channel by itself. */
  incidentChannels?: IncidentChannels;
}

/** Who hears what of a change. `hasCards`: whether the incident is already shown in any channel; asked where it matters. */
export function changeNotification(
  incident: Pick<Incident, 'urgency' | 'details' | 'openedAt' | 'firstAcknowledgedAt'>,
  events: TimelineEvent[],
  hasCards: () => boolean,
  { service, workspaces, incidentChannels: rule = DEFAULT_INCIDENT_CHANNELS }: NotificationSettings,
): ChangeNotification {
  const isNew = startsShowing(events, hasCards);
  const isRouted = isNew || events.some(({ fact }) => reroutes(fact));
  const isHeardOf = isRouted || events.some(({ fact }) => fact.kind === 'urgency_raised');
  // Also of one that is not shown yet: who may see it is settled when it begins.
  const begins = events.some(({ fact }) => fact.kind === 'triggered');
  const priority = events.some(({ actor }) => actor.kind === 'person') ? PRIORITY.human : PRIORITY[incident.urgency];
  const place = events.map(({ fact }) => fact).find((fact) => fact.kind === 'marked_private');
  const own = workspaces[0];
  const getsOne = getsOwnChannel(incident, events, { opens: isNew, service, rule });
  const routed = place ? privately(place, workspaces) : null;
  return {
    belongsTo: isRouted || begins ? workspaces.map(({ connectionId }) => connectionId) : [],
    homes: routed?.homes ?? (isRouted || begins ? homesOf(incident, service, workspaces) : []),
    newCards: [
      ...(routed?.newCards ??
        (isHeardOf
          ? routesFor(
              incident,
              service,
              workspaces.filter(({ settings }) => settings.notify.events.triggered),
            ).filter(({ isHome }) => isRouted || !isHome)
          : [])),
      ...events.flatMap(ownChannel),
    ],
    opens: isNew,
    priority,
    redrawPriority: events.every(({ fact }) => COUNTED.has(fact.kind)) ? PRIORITY.repeat : priority,
    lines: workspaces.map(({ connectionId, settings }) => ({
      connectionId,
      events: events.flatMap(({ fact }, index) => (isSaid(fact, settings) ? [index] : [])),
    })),
    recaps: workspaces
      .filter(({ settings }) => settings.notify.events.summary)
      .map(({ connectionId }) => ({
        connectionId,
        events: events.flatMap((event, index) => (deservesRecap(incident, event) ? [index] : [])),
      })),
    summons: events.flatMap(({ fact }, event) => summonsOf(fact, workspaces).map((place) => ({ ...place, event }))),
    called: events.flatMap(({ fact }, event) => calledBy(fact).map((one) => ({ ...one, event }))),
    urgency: incident.urgency,
    wakes: events.some(({ fact }) => isWaking(fact)),
    redraws: events.some(({ fact }) => !OFF_THE_CARD.has(fact.kind)),
    callsOff: events.some(({ fact }) => CALLING_OFF.has(fact.kind)),
    losses: events.flatMap(lossOf),
    told: events.flatMap(toldBy),
    ends: events.some(({ fact }) => fact.kind === 'resolved' || fact.kind === 'merged'),
    followers: [],
    ownChannel: own && getsOne ? { connectionId: own.connectionId, nameTemplate: rule.name } : null,
  };
}

/**
 * Where an incident is from now on that somebody has made private: in one channel, whatever the settings announce. In other workspaces
 * there is no such channel, so nobody there is among its members.
 */
function privately(
  { connectionId, channelId, target }: Extract<Fact, { kind: 'marked_private' }>,
  workspaces: ConnectionSettings[],
): Pick<ChangeNotification, 'homes' | 'newCards'> {
  const home = { connectionId, channel: target };
  const others = workspaces.filter((one) => one.connectionId !== connectionId);
  return {
    homes: [home, ...others.map((one) => ({ connectionId: one.connectionId, channel: channelId }))],
    newCards: [{ ...home, isHome: true }],
  };
}

/** The channel of its own shows it from when it is made. */
function ownChannel({ fact }: TimelineEvent): Route[] {
  if (fact.kind !== 'channel_made') return [];
  return [{ connectionId: fact.connectionId, channel: fact.channelId, isHome: false }];
}

/** What is only told in the thread. An escalation would cost an update of every card, and shows on none. */
const OFF_THE_CARD: ReadonlySet<Fact['kind']> = new Set([
  'escalated',
  'escalation_held',
  'paged',
  'page_failed',
  'contacted',
  'contact_failed',
  'reminded',
  'confirmed',
  'note_added',
  'message_added',
  'message_withdrawn',
  'linked',
  'unlinked',
  'status_updated',
  'status_update_due',
  'task_due',
  'runbook_begun',
  'runbook_step_resumed',
  'runbook_answered',
  'channel_requested',
  'channel_failed',
  'channel_lacks',
  'channel_keeps',
  'channel_closing',
  'channel_in_use',
  'channel_kept',
  'channel_archived',
  'channel_not_archived',
  'channel_closed',
]);

/** What an alert does to an incident that is known already. */
const COUNTED: ReadonlySet<Fact['kind']> = new Set(['alert_repeated', 'alert_resolved', 'alert_joined']);

const CALLING_OFF: ReadonlySet<Fact['kind']> = new Set(['acknowledged', 'assigned', 'resolved', 'snoozed', 'merged']);

type Summoned = Omit<Summons, 'event'>;

/** Whom a fact calls. */
function summonsOf(fact: Fact, workspaces: ConnectionSettings[]): Summoned[] {
  switch (fact.kind) {
    case 'escalated':
    case 'paged':
      return [
        ...fact.paged.map((page) => summoned(page, false)),
        ...workspaces.flatMap(({ connectionId }) =>
          fact.channels.map((target) => summoned({ connectionId, target }, false)),
        ),
      ];
    case 'reminded':
      return [summoned(fact.owner, true)];
    case 'assigned':
      return fact.called ? [summoned(fact.called, true)] : [];
    default:
      return [];
  }
}

/** The people whom a fact calls. */
function calledBy(fact: Fact): Called[] {
  const called = ({ connectionId, target, name }: Page, inSlack: boolean) => ({ connectionId, target, name, inSlack });
  if (fact.kind === 'assigned') return fact.called ? [{ ...called(fact.called, true), isTheirs: true }] : [];
  if (fact.kind !== 'escalated' && fact.kind !== 'paged') return [];
  return [
    ...fact.paged.map((page) => called(page, true)),
    ...(fact.contacted ?? []).map((page) => called(page, false)),
  ];
}

function summoned({ connectionId, target }: Pick<Page, 'connectionId' | 'target'>, asks: boolean): Summoned {
  return { connectionId, target, asks };
}

/** Whom a fact takes the incident away from. */
function lossOf({ actor: by, fact }: TimelineEvent, event: number): Loss[] {
  const loser = loserBy(fact);
  if (!loser) return [];
  const { connectionId, target } = loser;
  const to = fact.kind === 'assigned' ? fact.to : null;
  return [{ event, connectionId, target, by, to, ...(fact.kind === 'merged' && { into: fact.into }) }];
}

function loserBy(fact: Fact): Page | null {
  switch (fact.kind) {
    case 'assigned':
      return fact.told;
    case 'reopened':
    case 'merged':
      return fact.owner ?? null;
    default:
      return null;
  }
}

/** Whom a fact is told of in a direct message, besides those whom it calls. */
function toldBy({ actor: by, fact }: TimelineEvent, event: number): Telling[] {
  const tell = (whom: Page | null, about: (number: number) => IncidentNotice): Telling[] =>
    whom ? [{ event, connectionId: whom.connectionId, target: whom.target, notice: about }] : [];
  switch (fact.kind) {
    case 'role_offered': {
      const { role, from, called } = fact;
      return tell(called, (number) => ({ kind: 'role_asked', number, role, by, from }));
    }
    case 'task_added':
    case 'task_changed':
      return tell(fact.told, (number) => ({ kind: 'task_given', number, task: fact.task, by }));
    case 'task_due':
      return tell(fact.told, (number) => ({ kind: 'task_due', number, task: fact.task }));
    case 'status_update_due':
      return tell(fact.told, (number) => ({ kind: 'status_update_due', number }));
    case 'role_declined':
      return tell(fact.told, (number) => ({ kind: 'role_declined', number, role: fact.role, by }));
    case 'role_taken':
    case 'role_ended': {
      const to = fact.kind === 'role_taken' && by.kind === 'person' ? by : null;
      return tell(fact.told, (number) => ({ kind: 'role_lost', number, role: fact.role, by, to }));
    }
    default:
      return [];
  }
}

/** A new incident is shown, unless it has to last first; so is one that has, or was filtered out until its urgency rose. */
function startsShowing(events: TimelineEvent[], hasCards: () => boolean): boolean {
  if (events.some(({ fact }) => fact.kind === 'delayed')) return false;
  return events.some(({ fact }) => SHOWING.has(fact.kind) || reroutes(fact)) && !hasCards();
}

const SHOWING: ReadonlySet<Fact['kind']> = new Set(['triggered', 'urgency_raised', 'lasted', 'absorbed', 'unmerged']);

/** Somebody has said where it belongs: its card goes where such incidents are shown. An alert that rises moves none. */
function reroutes(fact: Fact): boolean {
  return fact.kind === 'urgency_changed' || (fact.kind === 'edited' && fact.service !== undefined);
}

function isWaking(fact: Fact): boolean {
  return (fact.kind === 'urgency_raised' || fact.kind === 'urgency_changed') && fact.from === 'LOW';
}

/** Which facts are worth a line in the thread: repeats are counted on the card, and what has no toggle is always said. */
function isSaid(fact: Fact, settings: WorkspaceSettings): boolean {
  switch (fact.kind) {
    case 'triggered':
    case 'alert_repeated':
    case 'alert_resolved':
    case 'alert_joined': // shown on the card, by number
    case 'delayed':
    case 'lasted':
    case 'survivor_changed': // its card leads there
    case 'message_added': // it is in Slack
    case 'message_withdrawn':
    case 'channel_requested': // what comes of it is said
    case 'channel_closing':
    case 'escalation_held': // the timeline has it; where the card is not shown, there is no thread either
      return false;
    case 'task_due':
    case 'status_update_due':
      return fact.told === null; // else they are told
    case 'acknowledged':
    case 'resolved':
    case 'escalated':
    case 'sla_breached':
    case 'note_added':
      return settings.notify.events[fact.kind];
    default:
      return true;
  }
}
