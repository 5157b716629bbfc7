import type { Rules } from '../../../incidents/change.ts';
import { pagesFor } from '../../../incidents/escalation.ts';
import { maintenanceUntil } from '../../../incidents/maintenance.ts';
import { MINUTE, type UtcMs } from '../../../lib/clock.ts';
import type { Call, OnCallDirectory } from '../../../oncall/call.ts';
import { type RehearsedStep, rehearse } from '../../../oncall/rehearsal.ts';
import type { Urgency } from '../../../oncall/urgency.ts';
import { urgencyLabel } from '../../../words/incident.ts';
import { duration } from '../../../words/time.ts';
import { inline } from '../../cards/mrkdwn.ts';
import { personWord } from '../../cards/names.ts';

/** What is picked in the form of a new incident. */
export interface Picked {
  serviceId: number | null;
  urgency: Urgency;
  /** A Slack account; null for nobody. */
  assignee: string | null;
}

/** What the settings make of it. */
export interface EffectsContent extends Omit<Picked, 'serviceId'> {
  /** Its name; null for none. */
  service: string | null;
  rules: Pick<Rules, 'policy' | 'heard' | 'maintenance'>;
  directory: OnCallDirectory;
  now: UtcMs;
  /** Where its card goes. */
  channel: CardChannel;
}

export type CardChannel =
  | { kind: 'named'; name: string }
  /** Private, and not theirs: they don't learn its name. */
  | { kind: 'private' }
  /** No channel is told of what is so little urgent. */
  | { kind: 'none' };

/** Steps that are said; the rest is "…". */
const MAX_STEPS = 3;
const MAX_NAME = 80;
const MAX_NAMES = 5;

/** What comes of creating it, as mrkdwn: whom it pages, and where its card goes. */
export function effectsWords(content: EffectsContent): string {
  return [...pagingWords(content), channelWords(content.channel)].join('\n');
}

function pagingWords({ assignee, service, urgency, rules, directory, now }: EffectsContent): string[] {
  if (assignee !== null) return [`👉 It is <@${assignee}>’s at once, so nobody else is paged.`];
  const { policy } = rules;
  if (!policy || policy.steps.length === 0) {
    const why = service === null ? 'no service is chosen' : `${inline(service, MAX_NAME)} has no escalation policy`;
    return [`🔕 Nobody is paged: ${why}. You can assign it to somebody.`];
  }
  if (maintenanceUntil(rules.maintenance, now) !== null) {
    return [`🛠️ ${inline(service ?? '', MAX_NAME)} is in maintenance: nobody is paged before that is over.`];
  }
  const steps = stepsWords(rehearse(policy, now, directory), now);
  const does = (one: Urgency) =>
    pagesFor(policy, rules, one) ? `📟 *${urgencyLabel(one)}* ${steps}.` : `🔕 *${urgencyLabel(one)}* pages nobody.`;
  const others: Urgency[] = urgency === 'HIGH' || pagesFor(policy, rules, urgency) ? [] : ['HIGH'];
  return [urgency, ...others].map(does);
}

/** `pages @bob now, then @carol after 10 min, then …` */
function stepsWords(steps: readonly RehearsedStep[], now: UtcMs): string {
  const firstRound = steps.filter(({ position }) => position.cycle === 0);
  const said = firstRound.slice(0, MAX_STEPS).map(({ call, at }, index) => {
    return `${index === 0 ? 'pages' : 'then'} ${calledWords(call, whenWords(at - now))}`;
  });
  return [...said, ...(firstRound.length > said.length ? ['then …'] : [])].join(', ');
}

function whenWords(wait: number): string {
  if (wait <= 0) return 'now';
  return wait < MINUTE ? 'within a minute' : `after ${duration(wait)}`;
}

function calledWords({ paged, contacted = [], channels, gaps }: Call, when: string): string {
  const people = [...paged, ...contacted].map(({ name }) => personWord(name));
  const names = [...people, ...channels.map((name) => inline(name, MAX_NAME))];
  const more = names.length > MAX_NAMES ? ` and ${names.length - MAX_NAMES} more` : '';
  if (names.length > 0) return `${names.slice(0, MAX_NAMES).join(', ')}${more} ${when}`;
  const gap = gaps.slice(0, MAX_NAMES).map((name) => inline(name, MAX_NAME));
  return `nobody ${when}${gap.length > 0 ? ` (nobody is on call in ${gap.join(', ')})` : ''}`;
}

function channelWords(channel: CardChannel): string {
  switch (channel.kind) {
    case 'named':
      return `💬 Its card goes to *${inline(channel.name, MAX_NAME)}*.`;
    case 'private':
      return '🔒 Its card goes to a private channel that you aren’t in: you won’t see it there.';
    case 'none':
      return '💬 It is shown in no channel: the settings name none for it.';
  }
}
