import type { UtcMs } from '../../../clock.ts';
import type { TimelineFact } from '../../../incidents/timeline.ts';
import type { Actor } from '../../../incidents/types.ts';
import type { Call } from '../../../oncall/call.ts';
import { urgencyLabel } from '../../../slack/ui/incident-words.ts';
import { duration } from '../../../slack/ui/time.ts';
import { OBSTACLES } from '../../../words/obstacles.ts';
import { actorName } from '../words.ts';

/** What a fact of the timeline reads like. */
export interface FactWords {
  mark: string;
  words: string;
  /** A time that follows the words: when a snooze ends. */
  time?: UtcMs;
  /** What somebody wrote. */
  text?: string | null;
}

/** Like the threads in Slack say it; a new kind of fact fails to compile without its own words. */
export function factWords(actor: Actor, fact: TimelineFact): FactWords {
  const by = actorName(actor);
  switch (fact.kind) {
    case 'triggered':
      return { mark: '🚨', words: `Triggered by ${by}` };
    case 'urgency_raised':
      return { mark: '⏫', words: `Urgency raised from ${fact.from} to ${urgencyLabel(fact.to)} by ${by}` };
    case 'acknowledged':
      return { mark: '✅', words: `Acknowledged by ${by}` };
    case 'resolved':
      return { mark: '🔧', words: `Resolved by ${by}`, text: fact.note };
    case 'reopened':
      return fact.from === 'RESOLVED'
        ? { mark: '♻️', words: `Reopened by ${by}` }
        : {
            mark: '↩️',
            words: `Back to open${isClock(actor) ? ': its owner did not answer' : ` by ${by}, nobody has it now`}`,
          };
    case 'snoozed':
      return { mark: '⏰', words: `Snoozed by ${by} until`, time: fact.until };
    case 'woke':
      return {
        mark: '🔔',
        words: isClock(actor) ? 'Woke up: the snooze is over' : `Woke up: ${by} says it is HIGH now`,
      };
    case 'escalated':
      return { mark: '⬆️', words: `Escalated to ${step(fact)}${isClock(actor) ? '' : ` by ${by}`}. ${called(fact)}` };
    case 'escalation_held':
      return { mark: '🔕', words: `Nobody is paged while it is ${urgencyLabel(fact.urgency)}` };
    case 'escalation_restarted':
      return {
        mark: '🔁',
        words: isClock(actor)
          ? 'Escalation starts from its first step: the settings have changed'
          : `Escalation restarted by ${by}`,
      };
    case 'paged':
      return { mark: '📣', words: `Called for help by ${by}. ${called(fact)}` };
    case 'page_failed':
      return { mark: '⚠️', words: `${fact.name} could not be paged: Slack says “${fact.code}”` };
    case 'sla_breached':
      return { mark: '⏱️', words: `SLA breached: to be ${PARTICIPLES[fact.target]} by`, time: fact.due };
    case 'reminded':
      return { mark: '👋', words: `@${fact.owner.name} was asked for news, after ${duration(fact.quiet)} of silence` };
    case 'confirmed':
      return { mark: '👍', words: `${by} is still on it` };
    case 'note_added':
      return { mark: '📝', words: `Note by ${by}`, text: fact.text };
  }
}

const PARTICIPLES = { acknowledge: 'acknowledged', resolve: 'resolved' } as const;

function isClock(actor: Actor): boolean {
  return actor.kind === 'clock';
}

/** Positions count from 0, people from 1. */
function step({ cycle, step }: { cycle: number; step: number }): string {
  return cycle === 0 ? `step ${step + 1}` : `step ${step + 1}, round ${cycle + 1}`;
}

/** Who was called, and whom or what could not be. */
function called({ paged, channels, gaps, skipped, unreachable = [], unknown }: Call): string {
  const reached = [...paged.map(({ name }) => `@${name}`), ...channels];
  return [
    reached.length > 0 ? `Paged: ${reached.join(', ')}.` : 'Nobody was paged.',
    ...gaps.map((schedule) => `Nobody is on call in ${schedule}.`),
    ...skipped.map((name) => `${name} is disabled.`),
    ...unreachable.map(({ name, obstacle }) => `Could not reach ${name}, ${OBSTACLES[obstacle]}.`),
    ...unknown.map((target) => `${target} leads to nobody.`),
  ].join(' ');
}
