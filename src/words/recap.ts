import type { Recap } from '../incidents/recap.ts';
import { incidentKey } from '../incidents/types.ts';
import { type Actor, isSamePerson } from '../people/actor.ts';
import { spokenDuration } from './time.ts';

/** More people are counted, not named. */
const MAX_NAMED = 10;

/** What an incident that is over comes to, in sentences. @param name who it was, in the markup of the place */
export function recapSentences(recap: Recap, name: (actor: Actor) => string): string[] {
  const { number, duration, acknowledged, resolvedBy, people, breaches } = recap;
  const taken = acknowledged
    ? `acknowledged after ${spokenDuration(acknowledged.after)}${acknowledged.by ? ` by ${name(acknowledged.by)}` : ''}`
    : 'never acknowledged';
  const named = people.slice(0, MAX_NAMED).map((person) => name(person));
  const more = people.length - named.length;
  const isOneWhoDidAll =
    people.length === 1 && isSamePerson(resolvedBy, people[0] ?? resolvedBy) && acknowledged !== null;
  return [
    `${incidentKey(number)} is over after ${spokenDuration(duration)}: ${taken}, resolved by ${name(resolvedBy)}.`,
    ...(people.length > 0 && !isOneWhoDidAll
      ? [`Worked on by ${[...named, ...(more > 0 ? [`${more} more`] : [])].join(', ')}.`]
      : []),
    `${countsOf(recap).join(' · ')}${breaches > 0 ? ` · ${counted(breaches, 'SLA target')} missed` : ''}`,
  ];
}

function countsOf({ alerts, notes, reopened, openTasks }: Recap): string[] {
  return [
    counted(alerts, 'alert'),
    notes === 0 ? 'no notes' : counted(notes, 'note'),
    ...(reopened > 0 ? [`opened again ${reopened === 1 ? 'once' : `${reopened} times`}`] : []),
    ...(openTasks > 0 ? [`${counted(openTasks, 'task')} still open`] : []),
  ];
}

function counted(count: number, what: string): string {
  return `${count} ${what}${count === 1 ? '' : 's'}`;
}
