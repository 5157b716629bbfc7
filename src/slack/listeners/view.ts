import { unknownIncident } from '../../words/rejections.ts';
import { notice, signInLink } from '../ui/notices.ts';
import { tell } from './answers.ts';
import { asker, type Press } from './interaction.ts';
import type { Parts } from './parts.ts';
import { visibleIncident } from './seeing.ts';

/** The link opens the page in the browser; whoever isn't signed in there gets a personal link to do so. */
export async function view(parts: Parts, press: Press, number: number): Promise<void> {
  await press.ack();
  const { id: slackUserId } = press.body.user;
  const to = asker(press);
  const person = { connectionId: parts.connectionId, slackUserId };

  const incident = await visibleIncident(parts, slackUserId, number);
  if (!incident) return tell(parts, to, notice(unknownIncident(number)));
  if (await parts.signIn.hasSession(person)) return;
  await tell(parts, to, signInLink(number, await parts.signIn.create(person, `/incidents/${number}`)));
}
