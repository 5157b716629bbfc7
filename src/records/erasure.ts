import type { CurrentSettings } from '../settings/writer.ts';
import type { Json } from './canonical.ts';

/** Somebody who is to be forgotten, by all that is known of them. */
export interface Subject {
  email: string;
  /** Their user; null for somebody who was never in opsknight.yml. */
  userId: number | null;
  accounts: readonly { connectionId: number; slackUserId: string }[];
  /** What they have been called, by opsknight.yml and in Slack. */
  names: readonly string[];
}

/** Who stands in their place: the same one wherever they were, and nobody who is known. */
export interface Pseudonym {
  name: string;
  /** In the place of a Slack account. */
  id: string;
  email: string;
}

/** @param id a random text that nobody else has */
export function pseudonymOf(id: string): Pseudonym {
  return { name: `Former colleague ${id}`, id: `erased-${id}`, email: `erased-${id}@erased.invalid` };
}

/** What still names them in the settings, in words; it would break, or bring them back. */
export function stillNamedIn(email: string, settings: CurrentSettings): string[] {
  const names = (value: unknown): boolean => {
    if (typeof value === 'string') return [email, `user:${email}`].includes(value.toLowerCase());
    return typeof value === 'object' && value !== null && Object.values(value).some(names);
  };
  const of = (noun: string, entries: readonly { name: string }[]) =>
    entries.filter(names).map(({ name }) => `${noun} ${JSON.stringify(name)}`);
  return [
    ...of('schedule', settings.schedules),
    ...of('group', settings.groups),
    ...of('escalation policy', settings.escalation_policies),
    ...of('project', settings.projects),
  ];
}

/** Rewrites values of any form, so that nothing in them names the person any more; the same value where nothing has. */
export function eraser(subject: Subject, pseudonym: Pseudonym): <Value>(value: Value) => Value {
  const rules = textRules(subject, pseudonym);
  const rewritten = (text: string) => rules.reduce((left, { found, instead }) => left.replace(found, instead), text);
  const erased = (value: unknown, key?: string): unknown => {
    if (typeof value === 'string') {
      return key === 'name' && subject.names.includes(value) ? pseudonym.name : rewritten(value);
    }
    if (Array.isArray(value)) return value.map((one) => erased(one));
    if (typeof value !== 'object' || value === null) return value;
    if (isThem(subject, value)) {
      return { ...value, name: pseudonym.name, slackUserId: pseudonym.id, userId: null };
    }
    return Object.fromEntries(Object.entries(value).map(([name, one]) => [name, erased(one, name)]));
  };
  return <Value>(value: Value) => erased(value) as Value;
}

function isThem({ userId, accounts }: Subject, value: object): boolean {
  const one = value as { kind?: unknown; userId?: unknown; connectionId?: unknown; slackUserId?: unknown };
  if (one.kind !== 'person') return false;
  if (userId !== null && one.userId === userId) return true;
  return accounts.some(
    ({ connectionId, slackUserId }) => one.connectionId === connectionId && one.slackUserId === slackUserId,
  );
}

/** A first name alone is also a word ("Mark"): in what is written freely it counts with an "@" before it. */
function textRules({ email, accounts, names }: Subject, pseudonym: Pseudonym): { found: RegExp; instead: string }[] {
  const whole = (text: string) => `(?<![\\p{L}\\p{N}_])${escaped(text)}(?![\\p{L}\\p{N}_])`;
  const ids = accounts.map(({ slackUserId }) => ({
    found: new RegExp(whole(slackUserId), 'gu'),
    instead: pseudonym.id,
  }));
  const called = [...names]
    .filter((name) => name !== '')
    .sort((a, b) => b.length - a.length)
    .map((name) => ({
      found: new RegExp(/\s/u.test(name) ? whole(name) : `(?<=@)${escaped(name)}(?![\\p{L}\\p{N}_])`, 'giu'),
      instead: pseudonym.name,
    }));
  return [{ found: new RegExp(whole(email), 'giu'), instead: pseudonym.email }, ...ids, ...called];
}

function escaped(text: string): string {
  return text.replace(/[\\^$.*+?()[\]{}|/-]/g, '\\$&');
}

/** What the lines of an export say of somebody: their accounts and names, wherever their address stands beside them. */
export function learn(texts: Json, email: string, known: Subject): Subject {
  if (typeof texts !== 'object' || texts === null) return known;
  const members: readonly Json[] = Array.isArray(texts) ? texts : Object.values(texts as { [name: string]: Json });
  const below = members.reduce<Subject>((subject, one) => learn(one, email, subject), known);
  const one = texts as { readonly [name: string]: Json };
  const { connectionId, slackUserId, name } = one;
  if (one['kind'] !== 'person' || one['email'] !== email) return below;
  if (typeof connectionId !== 'number' || typeof slackUserId !== 'string' || typeof name !== 'string') return below;
  const isKnown = below.accounts.some((a) => a.connectionId === connectionId && a.slackUserId === slackUserId);
  return {
    ...below,
    accounts: isKnown ? below.accounts : [...below.accounts, { connectionId, slackUserId }],
    names: below.names.includes(name) ? below.names : [...below.names, name],
  };
}
