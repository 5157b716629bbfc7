import type { PersonActor } from './actor.ts';
import type { PersonTarget } from './page-target.ts';
import { permissionOf, type Refusal, type WorkspaceRules } from './permissions.ts';
import type { PeopleStore } from './store.ts';

/** Why an incident can't be given to somebody. */
export type AssigneeFlaw =
  | Refusal
  /** No Slack account is theirs, as far as Slack tells. */
  | 'no_account'
  /** Several Slack accounts carry the address. */
  | 'ambiguous'
  /** Slack has not told yet. */
  | 'unsettled'
  /** The incident belongs to a private channel that they aren't in. */
  | 'cannot_see';

/** Somebody who is named as the one to have an incident. */
export type Assignee = { fit: true; person: PersonActor } | { fit: false; flaw: AssigneeFlaw };

interface Lookup {
  connectionId: number;
  people: Pick<PeopleStore, 'person' | 'accountOf'>;
  /** Null before Slack has first said whose workspace it is. */
  rules(): Promise<WorkspaceRules | null>;
  /** Asks Slack for somebody of whom nothing is known; what it tells is kept. False: it does not tell now. */
  ask(whom: PersonTarget): Promise<boolean>;
}

/** Whoever may act on incidents may be given them: the same rule, applied to whom another one names. */
export async function findAssignee(whom: PersonTarget, lookup: Lookup): Promise<Assignee> {
  const rules = await lookup.rules();
  if (!rules) return unfit('unsettled');
  const found = (await account(whom, lookup)) ?? ((await lookup.ask(whom)) ? await account(whom, lookup) : 'unsettled');
  if (found === null) return unfit('no_account');
  if (typeof found === 'string') return unfit(found);
  const permission = permissionOf(found, rules);
  return permission.allowed ? { fit: true, person: permission.actor } : unfit(permission.refusal);
}

function unfit(flaw: AssigneeFlaw): Assignee {
  return { fit: false, flaw };
}

/** Null when nothing is known of them. */
async function account(whom: PersonTarget, { connectionId, people }: Lookup) {
  if ('slackUserId' in whom) return people.person(connectionId, whom.slackUserId);
  const match = await people.accountOf(connectionId, whom.email);
  switch (match.kind) {
    case 'found':
      return people.person(connectionId, match.account.slackUserId);
    case 'unknown':
      return null;
    case 'unfit':
      return match.flaw;
    case 'ambiguous':
      return match.kind;
    case 'too_early':
      return 'unsettled';
  }
}
