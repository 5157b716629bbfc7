import type { SlackIdentity } from './types.ts';

/** What keeps a Slack account from being anybody's of ours. */
export type AccountFlaw = 'stranger' | 'bot' | 'deactivated' | 'guest';

/** Which Slack account a person's e-mail address leads to. */
export type AccountMatch =
  | { kind: 'found'; account: SlackIdentity }
  /** No account with the address is known. */
  | { kind: 'unknown' }
  /** There is one, and it counts as nobody's. */
  | { kind: 'unfit'; flaw: AccountFlaw }
  /** Several would do: an error for an admin to settle, never a guess. */
  | { kind: 'ambiguous'; accounts: SlackIdentity[] }
  /** Slack has not told yet which workspace is ours: ask again later. */
  | { kind: 'too_early' };

/** Why an account counts as nobody's in the workspace `teamId`; null for a member's. */
export function flawOf(
  account: Pick<SlackIdentity, 'teamId' | 'isBot' | 'isDeactivated' | 'isGuest'>,
  teamId: string,
): AccountFlaw | null {
  if (account.teamId !== teamId) return 'stranger';
  if (account.isBot) return 'bot';
  if (account.isDeactivated) return 'deactivated';
  if (account.isGuest) return 'guest';
  return null;
}

/**
 * Whose account it is, of all that carry one e-mail address: the only rule for it, whether somebody is paged, told,
 * or clicks.
 * @param teamId The connection's own workspace; null before Slack has ever named it.
 */
export function matchAccount(carriers: readonly SlackIdentity[], teamId: string | null): AccountMatch {
  if (teamId === null) return { kind: 'too_early' };
  const members = carriers.filter((account) => flawOf(account, teamId) === null);
  const [account] = members;
  if (members.length > 1) return { kind: 'ambiguous', accounts: members };
  if (account) return { kind: 'found', account };
  // Of our own workspace, if there is one: that says more than a stranger's.
  const closest = carriers.find((carrier) => carrier.teamId === teamId) ?? carriers[0];
  const flaw = closest ? flawOf(closest, teamId) : null;
  return flaw === null ? { kind: 'unknown' } : { kind: 'unfit', flaw };
}
