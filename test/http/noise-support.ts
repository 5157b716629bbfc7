import { timerCommands } from '../../src/incidents/timers.ts';
import { MINUTE } from '../../src/lib/clock.ts';
import type { House } from './support.ts';

/* What monitors send, and what comes of it as time passes. */

/** As the scheduler does it, at every minute of a while. */
export async function passes(h: House, length: number, startedAt = 0): Promise<void> {
  const fire = timerCommands(h.incidents, () => h.clock.now() - startedAt);
  for (let minute = 0; minute < length / MINUTE; minute++) {
    h.clock.turn(MINUTE);
    for (const timer of await h.timers.due(h.clock.now(), 100)) if (!(await fire(timer))) await h.timers.discard(timer);
  }
}

export const trigger = (h: House, changes = {}) =>
  h.sendEvents({ event_action: 'trigger', title: 'down', service: 'Payment API', dedup_key: 'k', ...changes });
export const facts = async (h: House, number = 1) => (await h.store.timeline(number)).map(({ fact }) => fact.kind);

/** Of a host that is slow. */
export const alert = (h: House, host: string, changes = {}, details = {}) =>
  trigger(h, { dedup_key: host, title: host, ...changes, details: { alertname: 'Slow', cluster: 'eu', ...details } });
/** What a sender is told of each of its alerts. */
export const answer = async (response: Promise<Response>) => {
  const { results } = (await (await response).json()) as { results: { action: string; incident: string | null }[] };
  return results.map(({ action, incident }) => `${action} ${incident}`).join();
};
export const ends = (h: House, host: string, changes = {}) =>
  answer(h.sendEvents({ event_action: 'resolve', dedup_key: host, ...changes }));
