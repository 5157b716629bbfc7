import { z } from 'zod';
import { urgency } from '../../values.ts';
import { operation } from '../operation.ts';

export const setUrgency = operation({
  label: 'Urgency',
  scopes: [],
  schema: z.strictObject({ urgency }),
  rehearse: ({ urgency }) => [`makes the incident ${urgency}`],
  effect: ({ urgency }) => ({ do: 'command', command: { type: 'set_urgency', urgency } }),
});
