import { flawOf } from '../../../people/accounts.ts';
import type { SlackIdentity, User } from '../../../people/types.ts';
import { isPassing, soon } from '../../api/patience.ts';
import type { Deps } from '../deps.ts';

/** The Slack account of a member, with an address; `refusal`: why it can be nobody's of ours, in mrkdwn. */
export async function memberAccount(
  { people, teamId }: Deps,
  slackUserId: string,
): Promise<{ identity: SlackIdentity; email: string; user: User | null } | { refusal: string }> {
  try {
    const { identity, user } = await soon(people.lookUp(slackUserId));
    const ours = teamId();
    if (ours === null || flawOf(identity, ours) !== null) {
      return { refusal: 'That account is a guest, a bot, gone, or of another organisation.' };
    }
    const { email } = identity;
    if (email !== null) return { identity, email, user };
    return {
      refusal: 'Slack doesn’t show me the e-mail address of this account: an admin of Slack can let apps see it.',
    };
  } catch (error) {
    if (isPassing(error)) return { refusal: 'Slack does not tell now who that is. Please try again in a moment.' };
    throw error;
  }
}
