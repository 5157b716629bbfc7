import type { Hides } from '../../../../../audit/words.ts';
import type { OnCallDirectory } from '../../../../../oncall/call.ts';
import { isSameName, parseTarget } from '../../../../../oncall/targets.ts';
import { parseDuration } from '../../../../../settings/duration.ts';
import type { EscalationPolicyEntry } from '../../../../../settings/schema/escalation-policies.ts';
import type { CurrentSettings } from '../../../../../settings/writer.ts';
import { spokenDuration } from '../../../../../words/time.ts';
import { personWord } from '../../../../cards/names.ts';
import { shown } from '../../../../cards/on-call.ts';
import { shownChannel } from '../../shown-channel.ts';

const MAX_TARGETS = 20;

type Step = EscalationPolicyEntry['steps'][number];

/** "2. 10 minutes later: @bob, whoever is on call in primary", in mrkdwn. */
export function stepLine({ after, notify }: Step, index: number, directory: OnCallDirectory, hides: Hides): string {
  const wait = parseDuration(after) ?? 0;
  const when = wait === 0 ? 'At once' : `${spokenDuration(wait)} later`;
  const targets = notify.slice(0, MAX_TARGETS).map((target) => targetWords(target, directory, hides));
  const more = notify.length - MAX_TARGETS;
  return `*${index + 1}.* ${when}: ${[...targets, ...(more > 0 ? [`${more} more`] : [])].join(', ')}`;
}

function targetWords(text: string, { users }: OnCallDirectory, hides: Hides): string {
  const { kind, name } = parseTarget(text);
  switch (kind) {
    case 'user':
      return personWord(users.find(({ email }) => email === name)?.name ?? name);
    case 'schedule':
      return `whoever is on call in *${shown(name)}*`;
    case 'group':
      return `everybody in the group *${shown(name)}*`;
    case 'usergroup':
      return `everybody in the Slack group *${shown(name)}*`;
    case 'channel':
      return `the channel ${shownChannel(name, hides, '')}`;
  }
}

/** What comes after the last step. */
export function repeatWords({ repeat, repeat_after: after }: EscalationPolicyEntry): string {
  if (repeat === 0) return 'After the last step nobody else is called.';
  const times = repeat === 1 ? 'once more' : `${repeat} more times`;
  const wait =
    after === null ? 'as long after the last step as its longest step waits' : `${shown(after)} after the last`;
  return `Then all steps ${times}, ${wait}.`;
}

/** Names of the services whose incidents climb by it. */
export function servicesOf({ services }: CurrentSettings, policy: string): string[] {
  return services
    .filter(({ escalation_policy: used }) => used !== null && isSameName(used, policy))
    .map(({ name }) => name);
}
