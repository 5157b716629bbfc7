import type { AccountMatch } from '../../../../../people/accounts.ts';
import { OBSTACLES } from '../../../../../words/people.ts';
import { toSlackFailure } from '../../../../api/failures.ts';
import { isPassing, soon } from '../../../../api/patience.ts';
import { personWord } from '../../../../cards/names.ts';
import type { Admin } from '../../who.ts';

/** Whose Slack account a user's address leads to, in mrkdwn. */
export function accountWords(match: AccountMatch): string {
  switch (match.kind) {
    case 'found':
      return `Slack: ${personWord(match.account.displayName)}`;
    case 'unknown':
      return `⚠️ ${OBSTACLES.no_account}`;
    case 'unfit':
      return `⚠️ ${OBSTACLES[match.flaw]}`;
    case 'ambiguous':
      return `⚠️ ${OBSTACLES.ambiguous}: ${match.accounts.map(({ displayName }) => personWord(displayName)).join(', ')}`;
    case 'too_early':
      return 'Slack has not told yet whose address it is';
  }
}

/** What helps somebody whom Slack does not find. */
export function accountRemedy(match: AccountMatch): string | null {
  switch (match.kind) {
    case 'unknown':
      return 'Slack accounts are found by their e-mail address. Is theirs another one, press *Link Slack account*; or let them change the address in Slack, and press *Look again*.';
    case 'unfit':
      return 'Whoever has left is best removed: their turns pass to the next. Whoever has another account gets it by *Link Slack account*.';
    case 'ambiguous':
      return 'Nobody is guessed: an admin of Slack has to give one of the accounts another address.';
    default:
      return null;
  }
}

/** Asks Slack anew whose an address is; in mrkdwn, what it says. */
export async function lookAgain({ deps: { people } }: Admin, email: string): Promise<string> {
  try {
    const known = await people.accountOf(email);
    const carriers = known.kind === 'found' ? [known.account] : known.kind === 'ambiguous' ? known.accounts : [];
    await soon(Promise.all(carriers.map(({ slackUserId }) => people.lookUp(slackUserId))));
    if ((await people.accountOf(email)).kind === 'unknown') await soon(people.idByEmail(email));
  } catch (error) {
    // What stands against an account is said by what is known of it now.
    if (isPassing(toSlackFailure(error))) return 'Slack does not answer now. Please try again in a moment.';
  }
  return `Looked again: ${accountWords(await people.accountOf(email))}.`;
}
