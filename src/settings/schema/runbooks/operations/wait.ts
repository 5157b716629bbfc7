import { z } from 'zod';
import { duration, optional } from '../../values.ts';
import { operation } from '../operation.ts';

/** Goes on after so long; with `until`, as soon as that has happened. */
export const wait = operation({
  label: 'Wait',
  scopes: [],
  schema: z.strictObject({ at_most: duration, until: optional(z.enum(['acknowledged', 'resolved'])) }),
  rehearse: ({ at_most, until }) => [
    until === null ? `waits ${at_most}` : `waits until it is ${until}, for ${at_most} at most`,
  ],
  effect: () => ({ do: 'wait' }),
});
