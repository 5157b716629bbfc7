import type { StoredTimelineEvent, TimelineFact } from '../../incidents/timeline.ts';
import type { Actor } from '../../people/actor.ts';

interface Line {
  event: Pick<StoredTimelineEvent, 'actor' | 'fact'>;
}

/** Lines that say the same of different incidents, together: many are one sentence. In the order of the first of each. */
export function alike<Its extends Line>(lines: readonly Its[]): Its[][] {
  const groups = new Map<string, Its[]>();
  for (const line of lines) {
    const key = `${actorKey(line.event.actor)} ${factKey(line.event.fact)}`;
    const group = groups.get(key);
    if (group) group.push(line);
    else groups.set(key, [line]);
  }
  return [...groups.values()];
}

/** What one message says: all lines of its first sentences. */
export function ofFirstSentences<Its extends Line>(lines: readonly Its[], atMost: number): Its[] {
  return alike(lines).slice(0, atMost).flat();
}

function actorKey(actor: Actor): string {
  switch (actor.kind) {
    case 'person':
      return `${actor.connectionId}:${actor.slackUserId}`;
    case 'monitor':
    case 'runbook':
      return `${actor.kind}:${actor.name}`;
    case 'clock':
      return actor.kind;
  }
}

/** What may differ between facts that are said in one sentence is left out: whom a step calls, when a target passed. */
function factKey(fact: TimelineFact): string {
  switch (fact.kind) {
    case 'escalated':
    case 'paged':
      return fact.kind;
    case 'merged':
      return `${fact.kind} ${fact.into}`;
    case 'sla_breached':
      return `${fact.kind} ${fact.target}`;
    default:
      return JSON.stringify(fact);
  }
}
