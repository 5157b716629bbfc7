import { systemClock } from '../lib/clock.ts';
import { InstallLinks } from '../slack/installations/install-links.ts';
import { CommandError } from './report.ts';
import { print, say } from './terminal.ts';
import { withStorage } from './with-storage.ts';

/** `opsknight install-link`: a link, alone on stdout, with which somebody who is not signed in may install the app. */
export async function installLink(): Promise<void> {
  await withStorage(async ({ installations }, { oauth, http }) => {
    if (!oauth) throw new CommandError('SLACK_CLIENT_ID is not set: the app can not be installed in more workspaces.');
    if (http.baseUrl === null)
      throw new CommandError('BASE_URL is not set, so that nobody knows what links start with.');
    const secret = oauth.stateSecret ?? (await installations.stateSecret());
    print(new InstallLinks(http.baseUrl, secret).create(systemClock.now()));
    say('Whoever opens it within a day may install the app in a workspace of theirs.');
  });
}
