import { z } from 'zod';
import { webPage } from '../../values.ts';
import { operation } from '../operation.ts';
import { channel, MAX_SHORT, OWN_CHANNEL, resultName, template } from '../texts.ts';
import { isLeftOut } from './say.ts';

/** Where it is done; without it, where the incident is worked on. */
const where = channel.default(OWN_CHANNEL);

export const setTopic = operation({
  label: 'Topic',
  scopes: ['channels:manage'],
  schema: z.strictObject({ channel: where, topic: template(MAX_SHORT) }),
  rehearse: ({ channel, topic }, rehearsal) =>
    isLeftOut(channel, rehearsal)
      ? [`leaves the topic of ${rehearsal.fill(channel)}: not everybody there may see the incident`]
      : [`sets the topic of ${rehearsal.fill(channel)}: ${rehearsal.fill(topic)}`],
  effect: ({ channel, topic }, { fill }) => ({
    do: 'slack',
    channel,
    call: { method: 'conversations.setTopic', topic: fill(topic) },
  }),
});

/** Pins a message that a step before has posted, by what it is called there (`as`). */
export const pin = operation({
  label: 'Pin',
  scopes: ['pins:write'],
  schema: z.strictObject({ message: resultName }),
  rehearse: ({ message }) => [`pins the message ${message}`],
  effect: ({ message }) => ({ do: 'slack', channel: OWN_CHANNEL, call: { method: 'pins.add', step: message } }),
});

export const bookmark = operation({
  label: 'Bookmark',
  scopes: ['bookmarks:write'],
  schema: z.strictObject({ channel: where, title: template(MAX_SHORT), link: webPage }),
  rehearse: ({ channel, title, link }, rehearsal) =>
    isLeftOut(channel, rehearsal)
      ? [`adds no bookmark to ${rehearsal.fill(channel)}: not everybody there may see the incident`]
      : [`adds a bookmark to ${rehearsal.fill(channel)}: ${rehearsal.fill(title)}, ${link}`],
  effect: ({ channel, title, link }, { fill }) => ({
    do: 'slack',
    channel,
    call: { method: 'bookmarks.add', title: fill(title), link },
  }),
});
