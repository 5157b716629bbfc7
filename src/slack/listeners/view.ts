import { notVisible, signInLink } from '../ui/notices.ts';
import { tell } from './answers.ts';
import { asker, type Press } from './interaction.ts';
import type { Parts } from './parts.ts';

/** The link opens the page in the browser; whoever isn't signed in there gets a personal link to do so. */
export async function view(parts: Parts, press: Press, number: number): Promise<void> {
  await press.ack();
  const { id: slackUserId } = press.body.user;
  const to = asker(press);
  const person = { connectionId: parts.connectionId, slackUserId };

  const viewer = await parts.membership.viewer(slackUserId);
  if (!(await parts.incidents.isVisible(number, viewer))) return tell(parts, to, notVisible(number));
  if (await parts.signIn.hasSession(person)) return;
  await tell(parts, to, signInLink(number, await parts.signIn.create(person, `/incidents/${number}`)));
}
