import { z } from 'zod';
import { operation } from '../operation.ts';
import { somePeople } from '../texts.ts';

/** Into the incident's own channel. */
export const invite = operation({
  label: 'Invitation',
  scopes: ['channels:manage'],
  schema: z.strictObject({ users: somePeople }),
  rehearse({ users }, { people }) {
    const { names, unmet } = people(users);
    return [
      `adds ${names.join(', ') || 'nobody'} to the incident's own channel, if there is one`,
      ...unmet.map((one) => `  ${one} leads to nobody now`),
    ];
  },
  effect: ({ users }, { fill }) => ({ do: 'invite', people: users.map(fill) }),
});
