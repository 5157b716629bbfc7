import { flawOf } from '../../../people/accounts.ts';
import type { Role } from '../../../people/types.ts';
import type { SettingOutcome } from '../../../settings/change-setting.ts';
import { settingRefusal } from '../../../words/settings.ts';
import { isPassing, soon } from '../../api/patience.ts';
import { inline, mrkdwn } from '../../cards/mrkdwn.ts';
import { notice } from '../../cards/replies.ts';
import type { Deps } from '../deps.ts';
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
  const found = await lookUp(deps, slackUserId);
  if ('refusal' in found) return found;
  const { identity, user } = found;
  if (user) return { refusal: `${mrkdwn(user.name)} is known already.` };
  if (identity.email === null) {
    return {
      refusal: 'Slack doesn’t show me the e-mail address of this account: an admin of Slack can let apps see it.',
    };
  }
  if (email !== null && identity.email.toLowerCase() !== email.toLowerCase()) {
    return { refusal: 'Their Slack account has another e-mail address by now; they can ask again.' };
  }
  const teamId = deps.teamId();
  if (teamId === null || flawOf(identity, teamId) !== null) {
    return { refusal: 'That account is a guest, a bot, gone, or of another organisation.' };
  }
  const entry = { name: identity.displayName, email: identity.email, role };
  const outcome = await deps.settingsEditor.change({ kind: 'create', section: 'users', entry }, by);
  return afterAdding(deps, slackUserId, entry, outcome);
}

async function lookUp({ people }: Deps, slackUserId: string) {
  try {
    return await soon(people.lookUp(slackUserId));
  } catch (error) {
    if (isPassing(error)) return { refusal: 'Slack does not tell now who that is. Please try again in a moment.' };
    throw error;
  }
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
