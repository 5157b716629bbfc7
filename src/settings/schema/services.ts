import { z } from 'zod';
import { period, slaEntry } from './sla.ts';
import { channel, name, optional } from './values.ts';

export const serviceEntry = z.strictObject({
  name,
  channel: optional(channel),
  escalation_policy: optional(name),
  sla: slaEntry,
  /** Instead of the workspace's. */
  acknowledge_reminder: optional(period),
});
export type ServiceEntry = z.output<typeof serviceEntry>;
