import type { Incident } from '../incidents/types.ts';
import type { Each, Rehearsal } from '../settings/schema/runbooks/operation.ts';
import { operationOf, type Step } from '../settings/schema/runbooks/operations.ts';
import { fillPlaceholders, type RunbookFacts } from '../settings/schema/runbooks/placeholders.ts';
import type { RunbookEntry } from '../settings/schema/runbooks/runbook.ts';
import { channelName } from './channel-name.ts';
import { eachOf } from './each.ts';
import { namedPeople, type Whom } from './people.ts';

/** For whom and when a runbook is rehearsed. */
export interface Rehearsed {
  incident: Pick<Incident, 'components'>;
  facts: RunbookFacts;
  whom: Whom;
  /** It belongs to a private channel, or is of a closed project: nothing of it is said elsewhere. */
  isPrivate: boolean;
  isOfClosedProject: boolean;
}

/** What each step of a runbook would do, in its words, some lines for each. */
export function rehearseSteps({ steps }: RunbookEntry, rehearsed: Rehearsed): string[][] {
  let { facts } = rehearsed;
  return steps.map((step) => {
    const lines = linesOf(step, { ...rehearsed, facts });
    // What comes after it is said in the incident's own channel.
    if (step.action === 'slack.create_channel' && !rehearsed.isPrivate) {
      facts = { ...facts, 'incident.channel': channelName(step.name, facts) };
    }
    return lines;
  });
}

function linesOf(step: Step, rehearsed: Rehearsed): string[] {
  const { facts, whom, incident, isPrivate, isOfClosedProject } = rehearsed;
  // What a step before would come to, nobody knows yet.
  const fill = (text: string) => fillPlaceholders(text, (name) => facts[name] ?? `[${name}]`);
  const rehearsal: Rehearsal = {
    fill,
    people: (written) => namedPeople(written.map(fill), whom),
    each: (of) => eachOf(of, incident, whom),
    channelName: (template) => channelName(template, facts),
    isPrivate,
    isOfClosedProject,
    within: (steps, each) =>
      (steps as Step[]).flatMap((one) => linesOf(one, { ...rehearsed, facts: each ? withEach(facts, each) : facts })),
  };
  return operationOf(step).rehearse(step, rehearsal);
}

function withEach(facts: RunbookFacts, { name, email }: Each): RunbookFacts {
  return { ...facts, 'each.name': name, 'each.email': email };
}
