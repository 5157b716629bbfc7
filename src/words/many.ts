import type { TimelineFact } from '../incidents/timeline.ts';
import { incidentKey } from '../incidents/types.ts';
import type { Call } from '../oncall/call.ts';
import type { Actor } from '../people/actor.ts';
import { type FactWords, type FactWriter, factWords, stepWords } from './timeline.ts';

/** "40 incidents" */
export function incidentCount(count: number): string {
  return count === 1 ? '1 incident' : `${count} incidents`;
}

/**
 * What has happened to many incidents at once, by the same one: "40 incidents acknowledged by @jane". The facts are of one kind,
 * one for each incident at least.
 */
export function manyWords(
  count: number,
  actor: Actor,
  facts: readonly [TimelineFact, ...TimelineFact[]],
  write: FactWriter,
): FactWords {
  const [fact] = facts;
  const by = write.actor(actor);
  const isClock = actor.kind === 'clock';
  const many = incidentCount(count);
  switch (fact.kind) {
    case 'acknowledged':
      return { mark: '✅', words: `${many} acknowledged by ${by}` };
    case 'resolved':
      return { mark: '🔧', words: `${many} resolved by ${by}`, text: fact.note, textLabel: 'Resolution' };
    case 'reopened':
      if (fact.from === 'RESOLVED') return { mark: '♻️', words: `${many} reopened by ${by}` };
      return {
        mark: '↩️',
        words: `${many} open again${isClock ? ': their owners did not answer' : `, handed back by ${by}: nobody has them now`}`,
      };
    case 'snoozed':
      return { mark: '⏰', words: `${many} snoozed by ${by} until`, time: fact.until };
    case 'woke':
      return {
        mark: '🔔',
        words: isClock ? `${many} woke up: the snooze is over` : `${many} woke up: ${by} says they are HIGH now`,
      };
    case 'escalated': {
      const steps = new Set(facts.flatMap((one) => (one.kind === 'escalated' ? [stepWords(one)] : [])));
      const to = steps.size === 1 ? ` to ${[...steps].join()}` : '';
      return {
        mark: '⬆️',
        words: `${many} escalated${to}${isClock ? '' : ` by ${by}`}${write.called(allCalls(facts))}`,
      };
    }
    case 'paged':
      return { mark: '📣', words: `${by} called for help with ${many}${write.called(allCalls(facts))}` };
    case 'escalation_restarted':
      return {
        mark: '🔁',
        words: `Escalation of ${many} ${isClock ? 'starts from its first step: the settings have changed' : `restarted by ${by}`}`,
      };
    case 'sla_breached':
      return {
        mark: '⏱️',
        words: `SLA breached: ${many} not ${fact.target === 'acknowledge' ? 'acknowledged' : 'resolved'} in time`,
      };
    case 'merged':
      return { mark: '🔀', words: `${many} merged into ${incidentKey(fact.into)} by ${by}` };
    case 'confirmed':
      return { mark: '👍', words: `${by} is still on ${many}` };
    default: {
      const single = factWords(actor, fact, write);
      return { ...single, words: `${many}: ${single.words}` };
    }
  }
}

/** Whom all of them have called, and whom or what they could not. */
function allCalls(facts: readonly TimelineFact[]): Call {
  const calls = facts.flatMap((fact) => (fact.kind === 'escalated' || fact.kind === 'paged' ? [fact] : []));
  return {
    paged: unique(
      calls.flatMap(({ paged }) => paged),
      ({ connectionId, target }) => `${connectionId} ${target}`,
    ),
    channels: unique(calls.flatMap(({ channels }) => channels)),
    gaps: unique(calls.flatMap(({ gaps }) => gaps)),
    skipped: unique(calls.flatMap(({ skipped }) => skipped)),
    unreachable: unique(
      calls.flatMap(({ unreachable = [] }) => unreachable),
      ({ name }) => name,
    ),
    unknown: unique(calls.flatMap(({ unknown }) => unknown)),
  };
}

function unique<Item>(items: readonly Item[], key: (item: Item) => unknown = (item) => item): Item[] {
  return [...new Map(items.map((item) => [key(item), item])).values()];
}
