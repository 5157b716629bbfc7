import { z } from 'zod';
import { optional } from '../../values.ts';
import { operation } from '../operation.ts';
import { resultName } from '../texts.ts';

/** Runs what the operator has registered on the server. What it runs with stands there, and nothing of it comes from here or from Slack. */
export const runAction = operation({
  label: 'Action',
  scopes: [],
  schema: z.strictObject({
    name: z
      .string()
      .trim()
      .regex(/^[A-Za-z0-9][A-Za-z0-9_-]{0,59}$/, 'must be the name of an action that is registered on the server'),
    /** Twice is as good as once: one that was cut short is run again, and nobody is asked. */
    idempotent: z.boolean().default(false),
    as: optional(resultName),
  }),
  rehearse: ({ name }) => [`runs the action ${name} on the server`],
  effect: ({ name, idempotent }) => ({ do: 'outside', call: { kind: 'action', name, isRepeatable: idempotent } }),
});
