import type { Actor, PersonActor } from '../../incidents/types.ts';
import { cut, mrkdwn, oneLine } from './escape.ts';

/** Slack allows 80 for a display name; monitors call themselves what they like. */
const MAX_NAME = 80;

/** Names that Slack could take for a call to everyone. */
const BROADCAST = /^(?:channel|here|everyone|group)\b/i;

/** Keeps "@" and a broadcast name apart, unseen. */
const ZERO_WIDTH_SPACE = '\u200B';

/**
 * Who did it, as mrkdwn that shows people and pings no one: "@jane", "@jane via Slack" for somebody OpsKnight doesn't
 * know, a monitor by its name, the app's clock as "OpsKnight".
 */
export function actorName(actor: Actor): string {
  switch (actor.kind) {
    case 'person':
      return personName(actor);
    case 'monitor':
      return nameOr(actor.name, 'a monitor');
    case 'clock':
      return 'OpsKnight';
  }
}

function personName({ name, userId }: PersonActor): string {
  const handle = nameOr(name.replace(/^[@\s]+/, ''), 'someone');
  const shown = `@${BROADCAST.test(handle) ? ZERO_WIDTH_SPACE : ''}${handle}`;
  return userId === null ? `${shown} via Slack` : shown;
}

function nameOr(name: string, otherwise: string): string {
  return mrkdwn(cut(oneLine(name), MAX_NAME)) || otherwise;
}
