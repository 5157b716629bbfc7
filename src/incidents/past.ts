import type { UtcMs } from '../lib/clock.ts';
import { EMPTY_DIRECTORY } from '../oncall/call.ts';
import type { Actor } from '../people/actor.ts';
import type { DecisionContext, Rules } from './change.ts';
import type { Command } from './commands.ts';
import { decide } from './decide.ts';
import { open, type Report } from './open.ts';
import { NOWHERE_PRIVATE } from './privacy.ts';
import { slaTimers } from './sla.ts';
import type { TimelineEvent } from './timeline.ts';
import type { Incident, NewIncident } from './types.ts';

/** An incident that is over before OpsKnight has it: nobody is told of it, it only counts. */
export interface PastIncident {
  incident: NewIncident;
  events: TimelineEvent[];
}

/** What somebody once did. */
export interface Deed {
  at: UtcMs;
  actor: Actor;
  command: Command;
}

/**
 * An incident as it would have become, had it been opened then and had these things been done, in this order. Decided as
 * everything is, except that nobody is called; targets that passed in between are missed.
 * @throws when it isn't resolved at the end, or something could not have been done.
 */
export function relive(
  report: Report,
  opened: Omit<Deed, 'command'>,
  deeds: readonly Deed[],
  { heard, sla }: Pick<Rules, 'heard' | 'sla'>,
): PastIncident {
  const contextOf = ({ at, actor }: Omit<Deed, 'command'>): DecisionContext => ({
    now: at,
    actor,
    policy: null,
    heard,
    sla,
    updateReminder: null,
    roles: [],
    reminder: null,
    maintenance: [],
    privacy: NOWHERE_PRIVATE,
    delay: null,
    silence: null,
    group: null,
    flapping: null,
    timesOver: () => 0,
    upstream: null,
    missesHeartbeat: false,
    mayBeReached: () => true,
    messageEntry: () => null,
    tasks: () => [],
    runbooks: () => ({ known: [], running: [], failed: [], asking: [] }),
    ownChannel: 'none',
    archiveAfter: null,
    directory: EMPTY_DIRECTORY,
    serviceOf: () => null, // what is past stays where it was
  });
  const opening = open(report, contextOf(opened));
  const events = [...opening.events];
  let incident: Incident = { ...opening.incident, number: 0, version: 1 };
  const carryOut = (deed: Deed) => {
    const decision = decide(incident, deed.command, contextOf(deed));
    if (!decision.ok) throw new Error(`“${report.title}” of the past: ${decision.rejection.reason}`);
    incident = decision.change.incident;
    events.push(...decision.change.events);
  };
  let now = opened.at;
  for (const deed of deeds) {
    const missed = slaTimers(incident, { sla, now }).set.filter(({ dueAt }) => dueAt < deed.at);
    for (const { dueAt } of missed.toSorted((one, other) => one.dueAt - other.dueAt)) {
      carryOut({ at: dueAt, actor: { kind: 'clock' }, command: { type: 'check_sla' } });
    }
    carryOut(deed);
    now = deed.at;
  }
  if (incident.state.status !== 'RESOLVED') throw new Error(`“${report.title}” of the past is not over`);
  const { number: _, version: __, ...over } = incident;
  return { incident: over, events };
}
