import type { Role } from '../../../people/types.ts';
import type { SettingOutcome } from '../../../settings/change-setting.ts';
import { settingRefusal } from '../../../words/settings.ts';
import { inline, mrkdwn } from '../../cards/mrkdwn.ts';
import { notice } from '../../cards/replies.ts';
import type { Deps } from '../deps.ts';
import { memberAccount } from './member-account.ts';
import type { Admin } from './who.ts';
import { SETTING_WRITER } from './words.ts';

const MAX_NAME = 80;

interface Wanted {
  slackUserId: string;
  role: Role;
  /** The address that the admin was shown, so that nobody is added by another one; null where none was. */
  email: string | null;
}

/** In mrkdwn. */
type Added = { done: string } | { refusal: string };

/** Makes a member of the workspace a user, by the name and the address of their Slack account, and tells them if they have asked for it. */
export async function addFromSlack({ deps, by }: Admin, { slackUserId, role, email }: Wanted): Promise<Added> {
  const account = await memberAccount(deps, slackUserId);
  if ('refusal' in account) return account;
  const { identity, user } = account;
  if (user) return { refusal: `${mrkdwn(user.name)} is known already.` };
  if (email !== null && account.email !== email.toLowerCase()) {
    return { refusal: 'Their Slack account has another e-mail address by now; they can ask again.' };
  }
  const entry = { name: identity.displayName, email: account.email, role };
  const outcome = await deps.settingsEditor.change({ kind: 'create', section: 'users', entry }, by);
  return afterAdding(deps, slackUserId, entry, outcome);
}

async function afterAdding(
  deps: Deps,
  slackUserId: string,
  { name, role }: { name: string; role: Role },
  outcome: SettingOutcome,
): Promise<Added> {
  if (outcome.kind !== 'changed' && outcome.kind !== 'unchanged') {
    return { refusal: settingRefusal(outcome, deps.clock.now(), SETTING_WRITER) };
  }
  const words = notice(
    'An admin has added you to OpsKnight. If you have pressed *Link me* before, press it again, and what you wanted is done.',
  );
  await deps.linkRequests.answer(deps.connectionId, slackUserId, words, deps.clock.now());
  deps.onOwed();
  const what = role === 'viewer' ? 'can look at incidents now' : 'can work on incidents now';
  return {
    done: `${inline(name, MAX_NAME)} ${what}, as ${role === 'admin' ? 'an admin' : `a ${role}`}, and is told so.`,
  };
}
