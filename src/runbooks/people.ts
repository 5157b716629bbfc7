import type { UtcMs } from '../lib/clock.ts';
import { type Call, callTo, type OnCallDirectory, type Page } from '../oncall/call.ts';
import { isSameName } from '../oncall/targets.ts';
import type { EscalationPolicy, Target } from '../oncall/types.ts';
import { personTarget, readPersonTarget } from '../people/page-target.ts';
import type { Each } from '../settings/schema/runbooks/operation.ts';

/** Who is on call for a service: whom the first step of its policy would call, people by people. */
export function onCallTargets(policy: EscalationPolicy | null): Target[] {
  return policy?.steps[0]?.targets.filter(({ kind }) => kind !== 'channel') ?? [];
}

/** Who counts at one moment, and where they are looked for. */
export interface Whom {
  policy: EscalationPolicy | null;
  directory: OnCallDirectory;
  at: UtcMs;
}

export interface NamedPeople {
  /** As cards name them. */
  targets: string[];
  /** As people know them. */
  names: string[];
  people: Each[];
  /** Whom nothing is known of, or nobody is on call in, as it is written. */
  unmet: string[];
}

/** Whom a runbook names. */
export function namedPeople(written: readonly string[], whom: Whom): NamedPeople {
  const found = written.map((one) => ({ one, pages: pagesOf(one, whom).paged }));
  const pages = unique(found.flatMap(({ pages }) => pages));
  return {
    targets: pages.map(({ target }) => target),
    names: pages.map(({ name }) => name),
    people: pages.map(({ name, target }) => ({ name, email: emailOf(target) })),
    unmet: found.flatMap(({ one, pages }) => (pages.length === 0 ? [one] : [])),
  };
}

/** How they are called; whom Slack does not reach, by what does. */
export function callFor(written: readonly string[], whom: Whom): Call {
  const calls = written.map((one) => ({ one, ...pagesOf(one, whom) }));
  return {
    paged: unique(calls.flatMap(({ paged }) => paged)),
    contacted: unique(calls.flatMap(({ contacted }) => contacted)),
    channels: [],
    gaps: [],
    skipped: [],
    unreachable: [],
    unknown: calls.flatMap(({ one, paged, contacted }) => (paged.length + contacted.length === 0 ? [one] : [])),
  };
}

function pagesOf(one: string, whom: Whom): { paged: Page[]; contacted: Page[] } {
  const { directory, at } = whom;
  const targets = targetsOf(one, whom);
  if (targets !== null) {
    const { paged, contacted = [] } = callTo(targets, directory, at);
    return { paged, contacted };
  }
  // Whom opsknight.yml does not know may have an account in Slack.
  const email = one.toLowerCase();
  const paged = one.includes('@', 1) ? [{ connectionId: 0, target: personTarget({ email }), name: one }] : [];
  return { paged, contacted: [] };
}

/** Null for an address or a name that no user has. */
function targetsOf(one: string, { policy, directory: { users } }: Whom): Target[] | null {
  if (one.toLowerCase() === '@oncall') return onCallTargets(policy);
  if (one.startsWith('@')) return [{ kind: 'usergroup', name: one.slice(1) }];
  const [, schedule] = /^schedule:(.+)$/.exec(one) ?? [];
  if (schedule !== undefined) return [{ kind: 'schedule', name: schedule.trim() }];
  const user = users.find(({ name, email }) => isSameName(email, one) || isSameName(name, one));
  return user ? [{ kind: 'user', name: user.email }] : null;
}

function emailOf(target: string): string {
  const person = readPersonTarget(target);
  return person && 'email' in person ? person.email : '';
}

function unique(pages: readonly Page[]): Page[] {
  return [...new Map(pages.map((page) => [page.target, page])).values()];
}
