import { type Incident, incidentKey } from '../../incidents/types.ts';
import type { SlackMessage } from '../../notifications/message.ts';
import type { PersonActor } from '../../people/actor.ts';
import { message } from './blocks.ts';
import { inline, link } from './mrkdwn.ts';
import { actorName } from './names.ts';
import { delay } from './time.ts';

const MAX_TITLE = 300;

/** Says in a channel that a post-mortem is there to be read. */
export function postMortemMessage(
  { number, title }: Pick<Incident, 'number' | 'title'>,
  by: PersonActor,
  pageUrl: string,
  lateBy: number | null,
): SlackMessage {
  const words = `📄 ${link(`${pageUrl}/postmortem`, `Post-mortem of ${incidentKey(number)}`)}, published by ${actorName(by)}:`;
  return message([`${words} *${inline(title, MAX_TITLE)}*`, delay(lateBy)].filter((part) => part !== '').join(' '));
}
