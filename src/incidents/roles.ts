import { pageToAccount } from '../oncall/call.ts';
import { type Actor, isSamePerson, type PersonActor } from '../people/actor.ts';
import type { Assignee } from '../people/assignee.ts';
import { type DecisionContext, NO_TIMERS } from './change.ts';
import type { Rejection } from './commands.ts';
import { accept, type Decision, reject } from './decision.ts';
import type { TimelineFact } from './timeline.ts';
import { type Incident, isOver } from './types.ts';

/** What people do in every incident that is worked on by several; opsknight.yml may name more. */
export const USUAL_ROLES = ['commander', 'communications', 'scribe'] as const;

/** A role that somebody has in an incident, or is asked to take. */
export interface RoleHolding {
  role: string;
  /** Null for nobody: whoever is asked has not answered yet. */
  holder: PersonActor | null;
  /** Until they accept, it stays with whoever has it. */
  asked: { person: PersonActor; by: Actor } | null;
}

/** All that there are, the usual ones first. @param own those that opsknight.yml names */
export function rolesWith(own: readonly string[]): string[] {
  return [...USUAL_ROLES, ...own.filter((name) => !USUAL_ROLES.some((usual) => isSameRole(usual, name)))];
}

function isSameRole(one: string, other: string): boolean {
  return one.toLowerCase() === other.trim().toLowerCase();
}

/** The role of this name, in any case; undefined for none. */
export function roleNamed(roles: readonly string[], name: string): string | undefined {
  return roles.find((one) => isSameRole(one, name));
}

/** Who has a role; null for nobody. */
export function holderOf({ roles }: Pick<Incident, 'roles'>, role: string): PersonActor | null {
  return holdingOf({ roles }, role)?.holder ?? null;
}

function holdingOf({ roles }: Pick<Incident, 'roles'>, role: string): RoleHolding | null {
  return roles.find((one) => isSameRole(one.role, role)) ?? null;
}

/** Whoever takes it has it at once; another one is asked, and has it when they accept. */
export function assignRole(
  incident: Incident,
  { role: name, to }: { role: string; to: Assignee },
  context: DecisionContext,
): Decision {
  const { state } = incident;
  if (state.status === 'RESOLVED') return reject({ reason: 'not_while', status: 'RESOLVED' });
  const known = rolesWith(context.roles);
  const role = roleNamed(known, name);
  if (role === undefined) return reject({ reason: 'unknown_role', name, known });
  if (!to.fit) return reject({ reason: 'unfit_for_role', role, flaw: to.flaw });
  const { actor, directory } = context;
  const { person } = to;
  const current = holdingOf(incident, role);
  const holder = current?.holder ?? null;
  if (isSamePerson(holder, person)) return reject({ reason: 'has_role', role, holder: person });
  if (isSamePerson(actor, person)) return take(incident, role, person, context);
  if (isSamePerson(current?.asked?.person ?? null, person)) return reject({ reason: 'is_asked', role, person });
  const offered: TimelineFact = {
    kind: 'role_offered',
    role,
    to: person,
    from: holder,
    called: pageToAccount(person, directory),
  };
  return change(incident, { role, holder, asked: { person, by: actor } }, offered, context);
}

/** Whoever is asked says yes. */
export function acceptRole(incident: Incident, name: string, context: DecisionContext): Decision {
  const asked = askedFor(incident, name, context);
  if (!asked.ok) return asked;
  return take(incident, asked.role, asked.person, context);
}

/** Or no: it stays with whoever has it, and whoever has asked is told. */
export function declineRole(incident: Incident, name: string, context: DecisionContext): Decision {
  const asked = askedFor(incident, name, context);
  if (!asked.ok) return asked;
  const { role, by } = asked;
  const told = by.kind === 'person' ? pageToAccount(by, context.directory) : null;
  const holding = { role, holder: holderOf(incident, role), asked: null };
  return change(incident, holding, { kind: 'role_declined', role, told }, context);
}

/** Nobody has it any more, or is asked to. */
export function endRole(incident: Incident, name: string, context: DecisionContext): Decision {
  if (isOver(incident.state)) return reject({ reason: 'not_while', status: incident.state.status });
  const current = holdingOf(incident, name);
  if (!current) return reject({ reason: 'nobody_has_role', role: name });
  const { role, holder, asked } = current;
  const loser = holder ?? asked?.person ?? null;
  const told = loser && !isSamePerson(loser, context.actor) ? pageToAccount(loser, context.directory) : null;
  return change(
    incident,
    { role, holder: null, asked: null },
    { kind: 'role_ended', role, from: loser, told },
    context,
  );
}

/** The roles that are left when only these people go on seeing the incident, and what is said of the others. */
export function rolesOfThose(
  { roles }: Incident,
  sees: (person: PersonActor) => boolean,
  { directory }: DecisionContext,
): { roles: RoleHolding[]; facts: TimelineFact[] } {
  const left = roles.map(({ role, holder, asked }): RoleHolding => {
    const isAsked = asked !== null && sees(asked.person);
    return { role, holder: holder && sees(holder) ? holder : null, asked: isAsked ? asked : null };
  });
  const facts = roles.flatMap(({ role, holder }): TimelineFact[] =>
    holder && !sees(holder) ? [{ kind: 'role_ended', role, from: holder, told: pageToAccount(holder, directory) }] : [],
  );
  return { roles: left.filter(isSomebodys), facts };
}

type Asked = { ok: true; role: string; person: PersonActor; by: Actor } | { ok: false; rejection: Rejection };

function askedFor(incident: Incident, name: string, { actor }: DecisionContext): Asked {
  const { state } = incident;
  if (isOver(state)) return { ok: false, rejection: { reason: 'not_while', status: state.status } };
  const current = holdingOf(incident, name);
  if (actor.kind !== 'person' || !current?.asked || !isSamePerson(current.asked.person, actor)) {
    return { ok: false, rejection: { reason: 'not_asked', role: name } };
  }
  return { ok: true, role: current.role, person: actor, by: current.asked.by };
}

function take(incident: Incident, role: string, person: PersonActor, context: DecisionContext): Decision {
  const from = holderOf(incident, role);
  const told = from && !isSamePerson(from, person) ? pageToAccount(from, context.directory) : null;
  const taken: TimelineFact = { kind: 'role_taken', role, from, told };
  return change(incident, { role, holder: person, asked: null }, taken, context);
}

function change(incident: Incident, holding: RoleHolding, fact: TimelineFact, context: DecisionContext): Decision {
  const others = incident.roles.filter(({ role }) => !isSameRole(role, holding.role));
  const order = rolesWith(context.roles);
  const roles = [...others, holding]
    .filter(isSomebodys)
    .sort((one, other) => order.indexOf(one.role) - order.indexOf(other.role));
  return accept(incident, context, { roles }, [fact], NO_TIMERS);
}

function isSomebodys({ holder, asked }: RoleHolding): boolean {
  return holder !== null || asked !== null;
}
