import type { Pause } from '../oncall/sla.ts';
import type { Change, DecisionContext, TimerChange } from './change.ts';
import { channelTimers, lacksItsChannel } from './own-channel-timers.ts';
import { reminderTimers } from './reminder.ts';
import { silenceTimers } from './silence.ts';
import { newBreaches, pausesAfter, pausesWith, slaTimers } from './sla.ts';
import type { Fact, TimelineEvent } from './timeline.ts';
import type { Incident } from './types.ts';
import { updateTimers } from './updates.ts';

/**
 * A command is accepted: the Change it makes, together with what follows from any change. Targets that have passed in
 * the meantime are breached first, as things were; then clocks and reminders are set for things as they will be.
 */
export function accept(
  incident: Incident,
  context: DecisionContext,
  changes: Partial<Incident>,
  facts: Fact[],
  timers: TimerChange,
): Change {
  const { now, actor, maintenance } = context;
  const withMaintenance = (pauses: readonly Pause[]) => pausesWith(maintenance, pauses, incident.openedAt, now);
  const pauses = withMaintenance(incident.pauses);
  const breaches = newBreaches({ ...incident, pauses }, context);
  const changed = { ...incident, ...changes };
  const after: Incident = {
    ...changed,
    version: incident.version + 1,
    pauses: withMaintenance(pausesAfter(pauses, incident.state, changed.state, now)),
    breached: [...incident.breached, ...breaches.map(({ target }) => target)],
  };
  return {
    incident: after,
    events: [
      ...breaches.map((fact): TimelineEvent => ({ at: now, actor: { kind: 'clock' }, fact })),
      ...facts.map((fact) => ({ at: now, actor, fact })),
      ...(lacksItsChannel(incident, after, context)
        ? [{ at: now, actor: { kind: 'clock' }, fact: { kind: 'channel_closed' } } as const]
        : []),
    ],
    timers: [
      reminderTimers(incident, after, context),
      silenceTimers(incident, after, context),
      channelTimers(incident, after),
      updateTimers(incident, after, facts, context),
      timers,
    ].reduce(merged, slaTimers(after, context)),
  };
}

/** Both, and where they disagree on a kind of timer the second. */
function merged(first: TimerChange, second: TimerChange): TimerChange {
  const settled = new Set([...second.set.map(({ kind }) => kind), ...second.cancel]);
  return {
    set: [...first.set.filter(({ kind }) => !settled.has(kind)), ...second.set],
    cancel: [...first.cancel.filter((kind) => !settled.has(kind)), ...second.cancel],
  };
}
