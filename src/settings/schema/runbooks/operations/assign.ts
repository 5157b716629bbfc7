import { z } from 'zod';
import { operation } from '../operation.ts';
import { person } from '../texts.ts';

export const assign = operation({
  label: 'Assignment',
  scopes: [],
  schema: z.strictObject({ to: person }),
  rehearse({ to }, { fill, people }) {
    const [name] = people([to]).names;
    return [
      name === undefined
        ? `gives the incident to nobody: ${fill(to)} leads to nobody now`
        : `gives the incident to ${name}`,
    ];
  },
  effect: ({ to }, { fill }) => ({ do: 'assign', to: fill(to) }),
});
