import type { UtcMs } from '../lib/clock.ts';
import type { OnCallDirectory } from '../oncall/call.ts';
import type { EscalationPolicy } from '../oncall/types.ts';
import type { Step } from '../settings/schema/runbooks/operations.ts';
import { fillPlaceholders } from '../settings/schema/runbooks/placeholders.ts';
import type { RunbookEntry } from '../settings/schema/runbooks/runbook.ts';
import { channelName } from './channel-name.ts';
import type { RunbookFacts } from './facts.ts';
import { namedPeople } from './people.ts';

/** For whom and when a runbook is rehearsed. */
export interface Rehearsed {
  facts: RunbookFacts;
  policy: EscalationPolicy | null;
  directory: OnCallDirectory;
  at: UtcMs;
  /** It belongs to a private channel, or is of a closed project: nothing of it is said elsewhere. */
  isPrivate: boolean;
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

function linesOf(step: Step, { facts, policy, directory, at, isPrivate }: Rehearsed): string[] {
  const fill = (text: string) => fillPlaceholders(text, (name) => facts[name]);
  switch (step.action) {
    case 'slack.create_channel': {
      if (isPrivate) return ['makes no channel: the incident is worked on in the private one that it belongs to'];
      const { names, unmet } = namedPeople(step.add_users, policy, directory, at);
      return [
        `makes the channel #${channelName(step.name, facts)}, unless the incident has one of its own already`,
        ...(step.description === null ? [] : [`  its purpose: ${fill(step.description)}`]),
        ...(names.length > 0 ? [`  adds ${names.join(', ')}`] : []),
        ...unmet.map((one) => `  ${one} leads to nobody now`),
      ];
    }
    case 'slack.send_message':
    case 'slack.create_thread': {
      const channel = fill(step.channel);
      const verb = step.action === 'slack.send_message' ? 'posts' : 'begins a thread';
      if (isPrivate && step.channel !== '#[incident.channel]') {
        return [`says nothing in ${channel}: not everybody there may see the incident`];
      }
      return [
        `${verb} in ${channel}: ${fill(step.message)}`,
        ...(step.blocks ?? []).flatMap((block) => textsIn(block).map((text) => `  below it: ${fill(text)}`)),
        ...('thread_updates' in step && step.thread_updates ? ['  its thread then follows the incident'] : []),
      ];
    }
    case 'add_note':
      return [`adds a note: ${fill(step.text)}`];
    case 'assign':
      return [`gives the incident to ${step.to}`];
    case 'set_urgency':
      return [`makes the incident ${step.urgency}`];
    case 'wait':
      return [
        step.until === null ? `waits ${step.at_most}` : `waits until it is ${step.until}, for ${step.at_most} at most`,
      ];
  }
}

/** What is to be read in a block. */
function textsIn(value: unknown): string[] {
  if (Array.isArray(value)) return value.flatMap(textsIn);
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([key, item]) =>
    key === 'text' && typeof item === 'string' ? [item] : textsIn(item),
  );
}
