import { DAY, type UtcMs } from '../lib/clock.ts';
import { pageToAccount } from '../oncall/call.ts';
import { type DecisionContext, NO_TIMERS, type TimerChange } from './change.ts';
import { accept, type Decision, reject } from './decision.ts';
import { ownerOf } from './ownership.ts';
import { holderOf } from './roles.ts';
import type { Fact } from './timeline.ts';
import type { Incident } from './types.ts';

/** How far work on an incident is, for those who wait for it. */
export const UPDATE_STATES = ['investigating', 'identified', 'monitoring', 'resolved'] as const;
export type UpdateState = (typeof UPDATE_STATES)[number];

/** Characters of what is said of the impact. */
export const MAX_IMPACT = 1_000;
/** Nobody is promised anything later. */
export const MAX_NEXT = 7 * DAY;

/** What stakeholders are told of an incident. */
export interface StatusUpdate {
  state: UpdateState;
  impact: string;
  /** When they hear again; null where nobody has said. */
  nextAt: UtcMs | null;
}

/** It is told as it is written; what becomes of the incident is another matter. */
export function updateStatus(
  incident: Incident,
  { state, impact: written, nextAt: next }: StatusUpdate,
  context: DecisionContext,
): Decision {
  const { now } = context;
  const impact = written.trim();
  if (impact === '') return reject({ reason: 'empty_impact' });
  if (impact.length > MAX_IMPACT) return reject({ reason: 'impact_too_long', most: MAX_IMPACT });
  const nextAt = state === 'resolved' ? null : next;
  if (nextAt !== null && !(nextAt > now && nextAt <= now + MAX_NEXT)) {
    return reject({ reason: 'next_update_out_of_range', max: now + MAX_NEXT });
  }
  return accept(incident, context, {}, [{ kind: 'status_updated', state, impact, nextAt }], NO_TIMERS);
}

/** Nobody has been told anything for long: whoever is in charge of telling is reminded, and again after as long. */
export function remindOfUpdate(incident: Incident, context: DecisionContext): Decision {
  const { updateReminder, privacy, directory, now } = context;
  if (updateReminder === null || !isWatched(incident)) return reject({ reason: 'nothing_to_ask' });
  const has = ownerOf(incident);
  const candidates = [
    holderOf(incident, 'communications'),
    holderOf(incident, 'commander'),
    has?.kind === 'person' ? has : null,
  ];
  const whom = candidates.find((one) => one !== null && privacy.sees(one));
  const due: Fact = { kind: 'status_update_due', told: whom ? pageToAccount(whom, directory) : null };
  const timers: TimerChange = { set: [{ kind: 'update_due', dueAt: now + updateReminder }], cancel: [] };
  return accept(incident, context, {}, [due], timers);
}

/** Stakeholders wait for news of it. */
function isWatched({ state, urgency }: Pick<Incident, 'state' | 'urgency'>): boolean {
  return urgency === 'HIGH' && (state.status === 'OPEN' || state.status === 'ACKNOWLEDGED');
}

/**
 * When the next update is missed: after what the settings say, counted from when it became watched, and from each update; or when the
 * last one has promised it. @param before null for one that opens
 */
export function updateTimers(
  before: Pick<Incident, 'state' | 'urgency'> | null,
  after: Pick<Incident, 'state' | 'urgency'>,
  facts: readonly Fact[],
  { now, updateReminder }: Pick<DecisionContext, 'now' | 'updateReminder'>,
): TimerChange {
  const wasWatched = before !== null && isWatched(before);
  if (!isWatched(after)) return wasWatched ? { set: [], cancel: ['update_due'] } : NO_TIMERS;
  const update = facts.find((fact) => fact.kind === 'status_updated');
  if (wasWatched && !update) return NO_TIMERS;
  if (updateReminder === null || update?.state === 'resolved') {
    return wasWatched ? { set: [], cancel: ['update_due'] } : NO_TIMERS;
  }
  return { set: [{ kind: 'update_due', dueAt: update?.nextAt ?? now + updateReminder }], cancel: [] };
}
