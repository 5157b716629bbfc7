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
 * know, a monitor by its name, the app's clock as "OpsKnight". A name takes at most `limit` UTF-16 units.
 */
export function actorName(actor: Actor, limit = MAX_NAME): string {
  switch (actor.kind) {
    case 'person':
      return personName(actor, limit);
    case 'monitor':
      return nameOr(actor.name, limit, 'a monitor');
    case 'clock':
      return 'OpsKnight';
  }
}

function personName({ name, userId }: PersonActor, limit: number): string {
  const handle = nameOr(name.replace(/^[@\s]+/, ''), limit, 'someone');
  const shown = `@${BROADCAST.test(handle) ? ZERO_WIDTH_SPACE : ''}${handle}`;
  return userId === null ? `${shown} via Slack` : shown;
}

function nameOr(name: string, limit: number, otherwise: string): string {
  return mrkdwn(cut(oneLine(name), limit)) || otherwise;
}
