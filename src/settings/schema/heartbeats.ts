import { z } from 'zod';
import { period } from './sla.ts';
import { duration, name, optional, urgency } from './values.ts';

/** More than a house has jobs; all of them are looked at together. */
export const MAX_HEARTBEATS = 1_000;

export const heartbeatEntry = z.strictObject({
  name,
  /** How often it beats. */
  every: period,
  /** How late it may be. */
  grace: duration.default('0s'),
  /** What an incident about it belongs to. */
  service: optional(name),
  urgency: urgency.default('HIGH'),
});
export type HeartbeatEntry = z.output<typeof heartbeatEntry>;
