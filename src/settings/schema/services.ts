import { z } from 'zod';
import { channel, duration, name, optional, urgency } from './values.ts';

const target = duration.refine((text) => text !== '0s', 'must be longer than 0s');

const targets = z
  .strictObject({ acknowledge: target.optional(), resolve: target.optional() })
  .refine(({ acknowledge, resolve }) => acknowledge ?? resolve, 'must say acknowledge, resolve, or both');

export const serviceEntry = z.strictObject({
  name,
  channel: optional(channel),
  escalation_policy: optional(name),
  sla: z.partialRecord(urgency, targets).default({}),
});
export type ServiceEntry = z.output<typeof serviceEntry>;
