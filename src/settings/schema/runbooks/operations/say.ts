import { z } from 'zod';
import { optional } from '../../values.ts';
import { blocks } from '../blocks.ts';
import type { Saying } from '../effects.ts';
import { operation, type Rehearsal } from '../operation.ts';
import { channel, MAX_MESSAGE, OWN_CHANNEL, resultName, template } from '../texts.ts';

/** What a message says; `as`: what `slack.pin` calls it by. */
const told = { channel, message: template(MAX_MESSAGE), blocks: optional(blocks), as: optional(resultName) };

interface Told extends Saying {
  channel: string;
}

export const sendMessage = operation({
  label: 'Message',
  scopes: [],
  schema: z.strictObject(told),
  rehearse: (told, rehearsal) => rehearsed('posts', told, rehearsal),
  effect: ({ channel, message, blocks }) => ({ do: 'say', channel, says: { message, blocks } }),
});

/** A message whose thread hears what becomes of the incident, if it is to. */
export const createThread = operation({
  label: 'Thread',
  scopes: [],
  schema: z.strictObject({ ...told, thread_updates: z.boolean().default(false) }),
  rehearse: (told, rehearsal) => [
    ...rehearsed('begins a thread', told, rehearsal),
    ...(told.thread_updates && !isLeftOut(told.channel, rehearsal) ? ['  its thread then follows the incident'] : []),
  ],
  effect: ({ channel, message, blocks }) => ({ do: 'say', channel, says: { message, blocks } }),
});

/** What is of a private incident is said nowhere else. */
export function isLeftOut(channel: string, { isPrivate }: Pick<Rehearsal, 'isPrivate'>): boolean {
  return isPrivate && channel !== OWN_CHANNEL;
}

function rehearsed(verb: string, { channel, message, blocks }: Told, rehearsal: Rehearsal): string[] {
  const { fill } = rehearsal;
  if (isLeftOut(channel, rehearsal)) {
    return [`says nothing in ${fill(channel)}: not everybody there may see the incident`];
  }
  const below = (blocks ?? []).flatMap(textsIn).map((text) => `  below it: ${fill(text)}`);
  return [`${verb} in ${fill(channel)}: ${fill(message)}`, ...below];
}

/** What is to be read in a block. */
function textsIn(value: unknown): string[] {
  if (Array.isArray(value)) return value.flatMap(textsIn);
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([key, item]) =>
    key === 'text' && typeof item === 'string' ? [item] : textsIn(item),
  );
}
