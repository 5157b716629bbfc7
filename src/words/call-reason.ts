import type { CallReason, TimelineFact } from '../incidents/timeline.ts';
import { incidentKey } from '../incidents/types.ts';
import { MINUTE } from '../lib/clock.ts';
import type { Page } from '../oncall/call.ts';
import type { Actor } from '../people/actor.ts';
import { capital } from './text.ts';
import { spokenDuration } from './time.ts';
import { stepWords } from './timeline.ts';

/** How a place writes names in the sentences that say why somebody is called. */
export interface ReasonWriter {
  actor(actor: Actor): string;
  person(name: string): string;
  /** A schedule, a group or a channel. */
  name(name: string): string;
}

type Escalated = Extract<TimelineFact, { kind: 'escalated' }>;

/** A sentence is read at a glance. */
const MAX_NAMES = 3;

/**
 * Why somebody is called, and by whom, in sentences to them: "You are on call for payments-primary. Step 2: @bob has not
 * answered for 10 minutes." Empty for an event that calls nobody.
 * @param target Whom it calls, see people/page-target.ts.
 */
export function callReason({ event, before }: CallReason, target: string, write: ReasonWriter): string {
  const { fact, actor } = event;
  if (fact.kind === 'paged')
    return [`${write.actor(actor)} pages you.`, role(fact.paged, target, write)].join(' ').trim();
  if (fact.kind === 'absorbed')
    return `${incidentKey(fact.number)}, to which you were called, was merged into this one by ${write.actor(actor)}.`;
  if (fact.kind !== 'escalated') return '';
  const sentences = [
    role(fact.paged, target, write) || 'The escalation policy names you.',
    actor.kind === 'person' ? `${write.actor(actor)} has escalated it to ${stepWords(fact)}.` : '',
    actor.kind !== 'person' && before
      ? `${capital(stepWords(fact))}: ${unanswered(before, event.at, target, write)}.`
      : '',
  ];
  return sentences.filter((sentence) => sentence !== '').join(' ');
}

/** What has led to them. */
function role(paged: readonly Page[], target: string, { name }: ReasonWriter): string {
  const via = paged.find((page) => page.target === target)?.via;
  switch (via?.kind) {
    case 'schedule':
      return `You are on call for ${name(via.name)}.`;
    case 'group':
      return `You are in the group ${name(via.name)}.`;
    case 'usergroup':
      return `You are in the Slack group ${name(via.name)}.`;
    default:
      return '';
  }
}

/** What has come of the step before: "@bob has not answered for 10 minutes". */
function unanswered(
  { event, unreached }: NonNullable<CallReason['before']>,
  now: number,
  target: string,
  write: ReasonWriter,
): string {
  const fact = event.fact as Escalated;
  const waited = now - event.at;
  const since = waited < MINUTE ? '' : ` for ${spokenDuration(waited)}`;
  const heard = [...fact.paged, ...(fact.contacted ?? [])].filter(({ name }) => !unreached.includes(name));
  if (heard.length > 0) {
    const [first, ...others] = [...heard].sort((a, b) => Number(b.target === target) - Number(a.target === target));
    const isYou = first?.target === target;
    const names = [
      ...(first ? [isYou ? 'you' : write.person(first.name)] : []),
      ...others.map(({ name }) => write.person(name)),
    ];
    return `${listed(names)} ${names.length === 1 && !isYou ? 'has' : 'have'} not answered${since}`;
  }
  if (fact.channels.length > 0) return `nobody in ${listed(fact.channels.map(write.name))} has answered${since}`;
  if (fact.gaps.length > 0) return `nobody is on call in ${listed(fact.gaps.map(write.name))}`;
  const missed = [...unreached, ...(fact.unreachable ?? []).map(({ name }) => name)];
  if (missed.length > 0) return `${listed(missed.map(write.person))} could not be reached`;
  return 'the step before reached nobody';
}

/** "@bob", "@bob and @carol", "@bob, @carol, @dave and 4 others" */
function listed(names: readonly string[]): string {
  const more = names.length - MAX_NAMES;
  const words = more > 0 ? [...names.slice(0, MAX_NAMES), more === 1 ? '1 other' : `${more} others`] : [...names];
  const last = words.pop() ?? '';
  return words.length > 0 ? `${words.join(', ')} and ${last}` : last;
}
