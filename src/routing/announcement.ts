import type { TimelineEvent, TimelineFact } from '../incidents/timeline.ts';
import type { Incident } from '../incidents/types.ts';
import type { ConnectionSettings } from '../settings/store.ts';
import type { Service, WorkspaceSettings } from '../settings/types.ts';
import { type Route, routesFor } from './route.ts';

/** The order in which a lane is worked; smaller goes first (DESIGN.md section 6). */
export const PRIORITY = { human: 0, HIGH: 1, MEDIUM: 2, LOW: 3, thread: 4, rest: 5 } as const;
export type Priority = (typeof PRIORITY)[keyof typeof PRIORITY];

/** What Slack is to hear of one Change. */
export interface Announcement {
  /** Cards to create. Cards that exist are always brought up to date; they are the view of the row. */
  newCards: Route[];
  cardPriority: Priority;
  /** By connection: which of the Change's events (by index) get a line in the thread of every card there. */
  lines: { connectionId: number; events: number[] }[];
}

/** The operator's settings that an announcement depends on. */
export interface Surroundings {
  service: Service | null;
  workspaces: ConnectionSettings[];
}

/** What a change is announced as. `hasCards`: whether the incident is already shown anywhere. */
export function announce(
  incident: Pick<Incident, 'urgency'>,
  events: TimelineEvent[],
  hasCards: boolean,
  { service, workspaces }: Surroundings,
): Announcement {
  return {
    newCards: startsShowing(events, hasCards)
      ? routesFor(
          incident,
          service,
          workspaces.filter(({ settings }) => settings.notify.events.triggered),
        )
      : [],
    cardPriority: events.some(({ actor }) => actor.kind === 'person') ? PRIORITY.human : PRIORITY[incident.urgency],
    lines: workspaces.map(({ connectionId, settings }) => ({
      connectionId,
      events: events.flatMap(({ fact }, index) => (isSaid(fact, settings) ? [index] : [])),
    })),
  };
}

/** A new incident is shown; so is one that was filtered out until its urgency rose. */
function startsShowing(events: TimelineEvent[], hasCards: boolean): boolean {
  return !hasCards && events.some(({ fact }) => fact.kind === 'triggered' || fact.kind === 'urgency_raised');
}

/** Which facts are worth a line in the thread: repeats are counted on the card, and what has no toggle is always said. */
function isSaid(fact: TimelineFact, settings: WorkspaceSettings): boolean {
  switch (fact.kind) {
    case 'triggered':
    case 'alert_repeated':
      return false;
    case 'acknowledged':
    case 'resolved':
    case 'escalated':
    case 'note_added':
      return settings.notify.events[fact.kind];
    default:
      return true;
  }
}
