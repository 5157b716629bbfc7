import type { Call } from '../../oncall/call.ts';
import type { Actor } from '../../people/actor.ts';
import { callLine } from '../../words/call.ts';
import type { ReasonWriter } from '../../words/call-reason.ts';
import { actorWords, bareName, type NameWriter } from '../../words/people.ts';
import { inline } from './mrkdwn.ts';

/** Slack allows 80 for a display name; monitors call themselves what they like. */
const MAX_NAME = 80;
/** A line is read at a glance; the timeline has them all. */
const MAX_NAME_IN_LINE = 60;
const MAX_NAMES = 10;

/** Names that Slack could take for a call to everyone. */
const BROADCAST = /^(?:channel|here|everyone|group)\b/i;

/** Keeps "@" and a broadcast name apart, unseen. */
const ZERO_WIDTH_SPACE = '\u200B';

/** Who did it, as mrkdwn that shows people and pings no one. A name takes at most `limit` UTF-16 units. */
export function actorName(actor: Actor, limit = MAX_NAME): string {
  return actorWords(actor, nameWriter(limit));
}

function nameWriter(limit: number): NameWriter {
  return { handle: (name) => handle(name, limit), name: (name) => inline(name, limit) };
}

/** Names as mrkdwn that shows people and pings no one. */
export const NAME_WRITER = nameWriter(MAX_NAME);

/** The name of somebody else, as mrkdwn that pings no one: "@bob". */
export function personWord(name: string): string {
  return `@${inline(bareName(name), MAX_NAME_IN_LINE) || '—'}`;
}

function handle(name: string, limit: number): string {
  const shown = inline(name, limit);
  return BROADCAST.test(shown) ? ZERO_WIDTH_SPACE + shown : shown;
}

/** mrkdwn of who was called, and of whom or what could not be: "paged @bob, @carol; skipped @dave, disabled". */
export function callWords(call: Call): string {
  return callLine(call, { person: personWord, name: (name) => inline(name, MAX_NAME_IN_LINE) || '—', list: listed });
}

/** Why somebody is paged, as mrkdwn. */
export const REASON_WRITER: ReasonWriter = {
  actor: actorName,
  person: personWord,
  name: (name) => `*${inline(name, MAX_NAME_IN_LINE) || '—'}*`,
};

function listed(words: string[]): string {
  const more = words.length - MAX_NAMES;
  return [...words.slice(0, MAX_NAMES), ...(more > 0 ? [`${more} more`] : [])].join(', ');
}
