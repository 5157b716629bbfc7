import { z } from 'zod';
import { optional } from '../../values.ts';
import { operation } from '../operation.ts';
import { channelName, MAX_SHORT, people, template } from '../texts.ts';

/** Makes the incident's own channel; one that it has is used. */
export const createChannel = operation({
  label: 'Channel of its own',
  scopes: ['channels:manage'],
  schema: z.strictObject({
    name: channelName,
    description: optional(template(MAX_SHORT)),
    add_users: people.default([]),
  }),
  rehearse({ name, description, add_users }, { fill, people, channelName, isPrivate, isOfClosedProject }) {
    if (isOfClosedProject) return ['makes no channel: the incident is worked on in the channels of its project'];
    if (isPrivate) return ['makes a private channel, for those who see the incident, unless it has one already'];
    const { names, unmet } = people(add_users);
    return [
      `makes the channel #${channelName(name)}, unless the incident has one of its own already`,
      ...(description === null ? [] : [`  its purpose: ${fill(description)}`]),
      ...(names.length > 0 ? [`  adds ${names.join(', ')}`] : []),
      ...unmet.map((one) => `  ${one} leads to nobody now`),
    ];
  },
  effect: ({ name, description, add_users }, { fill }) => ({
    do: 'make_channel',
    name,
    purpose: description && fill(description),
    people: add_users.map(fill),
  }),
});
