import { randomUUID } from 'node:crypto';
import type { Command } from '../../../incidents/commands.ts';
import type { IncidentService, Outcome } from '../../../incidents/service.ts';
import { incidentKey, parseIncidentKey } from '../../../incidents/types.ts';
import type { UtcMs } from '../../../lib/clock.ts';
import type { PersonActor } from '../../../people/actor.ts';
import { actorName } from '../../../words/plain-writer.ts';
import { rejectionSentence } from '../../../words/rejections.ts';
import { type Form, fieldOf, fieldsOf } from '../forms.tsx';
import { readNote } from '../incident/actions/fields.tsx';
import { Layout } from '../layout.tsx';
import type { Visitor } from '../visitor.ts';
import { keyAndTitle } from '../words.ts';
import { NUMBER_FIELD } from './bulk-form.tsx';
import { PAGE_SIZE } from './page.tsx';

type BulkCommand = Extract<Command, { type: 'acknowledge' | 'resolve' }>;

/** What is asked for, of all incidents that are ticked. */
export interface BulkRequest {
  command: BulkCommand;
  numbers: number[];
}

/** What came of it for one incident. */
export interface BulkResult {
  number: number;
  outcome: Outcome;
}

const PARTICIPLES = { acknowledge: 'acknowledged', resolve: 'resolved' } as const;

/** Reads the form below a list; or says what has to be changed in it. */
export function readBulk(form: Form): BulkRequest | { problem: string } {
  const ticked = fieldsOf(form, NUMBER_FIELD).map(parseIncidentKey);
  const numbers = [...new Set(ticked.filter((number) => number !== null))];
  if (numbers.length === 0) return { problem: 'No incident was ticked. Tick some and press again.' };
  if (numbers.length > PAGE_SIZE)
    return { problem: `${numbers.length} incidents were ticked; at most ${PAGE_SIZE} can be worked on at once.` };
  const command = readCommand(form);
  return 'problem' in command ? command : { command, numbers };
}

function readCommand(form: Form): BulkCommand | { problem: string } {
  switch (fieldOf(form, 'action')) {
    case 'acknowledge':
      return { type: 'acknowledge' };
    case 'resolve':
      return readNote(form, (text) => ({ type: 'resolve', note: text || null }));
    default:
      return { problem: 'The form did not say what is to be done.' };
  }
}

/** Each incident by itself: what can't be done to one keeps the others from nothing. */
export function doBulk(
  { command, numbers }: BulkRequest,
  actor: PersonActor,
  incidents: Pick<IncidentService, 'execute' | 'executeTogether'>,
): Promise<BulkResult[]> {
  const request = randomUUID();
  const doTo = (number: number) =>
    numbers.length === 1
      ? incidents.execute(number, command, actor)
      : incidents.executeTogether(number, command, actor, { request });
  return Promise.all(numbers.map(async (number) => ({ number, outcome: await doTo(number) })));
}

interface BulkPageProps {
  command: BulkCommand;
  results: BulkResult[];
  visitor: Visitor;
  now: UtcMs;
  /** The list that they were ticked in. */
  back: string;
}

/** What came of it, for each incident. */
export function BulkPage({ command, results, visitor, now, back }: BulkPageProps) {
  const done = results.filter(({ outcome }) => outcome.kind === 'done').length;
  const participle = PARTICIPLES[command.type];
  const title =
    done === results.length
      ? `${incidentCount(done)} ${participle}`
      : `${done} of ${incidentCount(results.length)} ${participle}`;
  return (
    <Layout title={title} visitor={visitor} section="incidents">
      <h1>{title}</h1>
      <p>
        <a href={back}>← Back to the list</a>
      </p>
      <ul class="rows">
        {results.map((result) => (
          <li class={`row-card ${result.outcome.kind === 'done' ? 'is-resolved' : 'is-high'}`}>
            <p class="row-title">
              <ResultTitle {...result} />
            </p>
            <p class="row-facts">{outcomeWords(result, participle, now)}</p>
          </li>
        ))}
      </ul>
    </Layout>
  );
}

function ResultTitle({ number, outcome }: BulkResult) {
  if (outcome.kind !== 'done' && outcome.kind !== 'rejected') return <>{incidentKey(number)}</>;
  return <a href={`/incidents/${number}`}>{keyAndTitle(outcome.incident)}</a>;
}

function outcomeWords({ outcome }: BulkResult, participle: string, now: UtcMs): string {
  switch (outcome.kind) {
    case 'done':
    case 'repeated':
      return `✅ Now ${participle}.`;
    case 'rejected':
      return rejectionSentence(outcome.rejection, outcome.incident, now, actorName);
    case 'not_found':
      return "Not changed: there is no such incident, or it belongs to a private channel that you aren't in.";
  }
}

function incidentCount(count: number): string {
  return count === 1 ? '1 incident' : `${count} incidents`;
}
