import { z } from 'zod';
import { operation } from '../operation.ts';
import { somePeople } from '../texts.ts';

/** Calls people to the incident, as `/opsknight page` does. */
export const page = operation({
  label: 'Page',
  scopes: [],
  schema: z.strictObject({ to: somePeople }),
  rehearse({ to }, { people }) {
    const { names, unmet } = people(to);
    return [
      names.length > 0 ? `pages ${names.join(', ')}` : 'pages nobody',
      ...unmet.map((one) => `  ${one} leads to nobody now`),
    ];
  },
  effect: ({ to }, { fill }) => ({ do: 'page', people: to.map(fill) }),
});
