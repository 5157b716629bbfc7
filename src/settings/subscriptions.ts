import { isDeepStrictEqual } from 'node:util';
import { labelsOf } from '../incidents/labels.ts';
import type { Incident } from '../incidents/types.ts';
import { isSameName } from '../oncall/targets.ts';
import type { PersonActor } from '../people/actor.ts';
import { compilePattern, type Pattern } from '../routing/pattern.ts';
import type { ChannelRef, Subscription, WorkspaceSettings } from './types.ts';

/** What a channel hears of besides what belongs to it; null for a filter that leaves nothing out. */
export type SubscriptionFilter = Omit<Subscription, 'channel'>;

/** Nothing is left out. */
export const NO_FILTER: SubscriptionFilter = { urgencies: null, services: null, labels: null };

/** A subscription that somebody made in its channel. */
export interface MadeSubscription extends Subscription {
  id: number;
  by: PersonActor;
}

/** What is looked at to know who hears of an incident. */
export type Subject = Pick<Incident, 'urgency' | 'details'>;

/** All of the filters have to let it through; of the values of one, one has to. @param service its name */
export function lets(
  { urgencies, services, labels }: SubscriptionFilter,
  { urgency, details }: Subject,
  service: string | null,
): boolean {
  if (urgencies !== null && !urgencies.includes(urgency)) return false;
  if (services !== null && !services.some((name) => service !== null && isSameName(name, service))) return false;
  return labels === null || bears(details, labels);
}

function bears(details: Incident['details'], wanted: Readonly<Record<string, string>>): boolean {
  const fields = labelsOf(details);
  return Object.entries(wanted).every(([name, source]) => {
    const pattern = patternOf(source);
    return fields.values(name).some((value) => pattern.matches(value));
  });
}

/** Those of a workspace, over and over. */
const patterns = new Map<string, Pattern>();
const MAX_PATTERNS = 1_000;

function patternOf(source: string): Pattern {
  const known = patterns.get(source);
  if (known) return known;
  if (patterns.size >= MAX_PATTERNS) patterns.clear();
  const pattern = compilePattern(source);
  patterns.set(source, pattern);
  return pattern;
}

export function isSameFilter(one: SubscriptionFilter, other: SubscriptionFilter): boolean {
  return isDeepStrictEqual(comparable(one), comparable(other));
}

function comparable({ urgencies, services, labels }: SubscriptionFilter) {
  return {
    urgencies: urgencies && [...urgencies].sort(),
    services: services?.map((name) => name.toLowerCase()).sort() ?? null,
    labels,
  };
}

/** The settings with what people subscribed to in Slack, as an export shows them. */
export function withSlackSubscriptions(
  workspace: WorkspaceSettings,
  made: readonly MadeSubscription[],
): WorkspaceSettings {
  const more = made.map(plain).filter((one) => !has(workspace.subscriptions, one));
  return { ...workspace, subscriptions: [...workspace.subscriptions, ...more] };
}

/**
 * The settings of a file without what is there already because it was made in Slack: an export applies to no change. What a
 * file had said before it was made there as well stays the file's.
 */
export function withoutSlackSubscriptions(
  workspace: WorkspaceSettings,
  stored: WorkspaceSettings,
  made: readonly MadeSubscription[],
): WorkspaceSettings {
  const isMade = (one: Subscription) => has(made.map(plain), one) && !has(stored.subscriptions, one);
  return { ...workspace, subscriptions: workspace.subscriptions.filter((one) => !isMade(one)) };
}

function plain({ channel, urgencies, services, labels }: Subscription): Subscription {
  return { channel, urgencies, services, labels };
}

function has(subscriptions: readonly Subscription[], wanted: Subscription): boolean {
  return subscriptions.some((one) => one.channel === wanted.channel && isSameFilter(one, wanted));
}

/** The subscriptions of one channel. @param names what it is called by: its id, and its name with "#" */
export function subscriptionsOf<One extends Subscription>(all: readonly One[], names: readonly ChannelRef[]): One[] {
  return all.filter(({ channel }) => names.includes(channel));
}
