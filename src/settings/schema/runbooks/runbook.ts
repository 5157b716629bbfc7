import { z } from 'zod';
import { name, optional, timeOfDay, timezone, urgencies } from '../values.ts';
import { flawsAcrossSteps } from './across-steps.ts';
import { everyStep } from './operations.ts';
import { step } from './step.ts';

export const MAX_RUNBOOKS = 200;
const MAX_STEPS = 50;
const MAX_SERVICES = 1_000;
const MAX_DESCRIPTION = 500;
const MAX_CONCURRENT = 100;

/** What begins a runbook, as people speak of it. */
export const OCCASIONS = [
  'opened',
  'acknowledged',
  'escalated',
  'breached',
  'snoozed',
  'resolved',
  'reopened',
  'urgency_raised',
] as const;
export type Occasion = (typeof OCCASIONS)[number];

const trigger = z.strictObject({
  /** One of them, or several. */
  on: z
    .unknown()
    .transform((on) => [on].flat())
    .pipe(z.array(z.enum(OCCASIONS)).min(1, 'must name at least one'))
    .transform((on) => OCCASIONS.filter((one) => on.includes(one))),
  urgencies: optional(urgencies),
  services: optional(
    z.array(name).min(1, 'must name at least one service').max(MAX_SERVICES, `must be ${MAX_SERVICES} at most`),
  ),
  /** Only what came with all of these. */
  labels: optional(z.record(z.string(), z.string())),
  /** Only between two times of day; over midnight when the second is the earlier one. */
  between: optional(z.strictObject({ from: timeOfDay, to: timeOfDay, timezone: timezone })),
});
export type Trigger = z.output<typeof trigger>;

const MAX_ALL_STEPS = 200;

/** What is done for an incident, step by step. Without a trigger it is begun by hand. */
export const runbookEntry = z.strictObject({
  name,
  description: optional(z.string().trim().max(MAX_DESCRIPTION, `is longer than ${MAX_DESCRIPTION} characters`)),
  trigger: optional(trigger),
  /** Where it runs, for incidents that belong there; others in their own workspace, like those of a runbook that names none. */
  connection: optional(name),
  /** What is left of it when the incident is resolved. */
  when_resolved: z.enum(['cancel', 'continue']).default('cancel'),
  /** So many run at once; what comes besides waits. */
  max_concurrent: z
    .int()
    .min(1, 'must be at least 1')
    .max(MAX_CONCURRENT, `must be ${MAX_CONCURRENT} at most`)
    .default(10),
  steps: z
    .array(step)
    .min(1, 'must have at least one')
    .max(MAX_STEPS, `must be ${MAX_STEPS} at most`)
    .superRefine((steps, context) => {
      if (everyStep(steps).length > MAX_ALL_STEPS)
        context.addIssue(`must be ${MAX_ALL_STEPS} at most, with those within others`);
      for (const { index, message } of flawsAcrossSteps(steps)) {
        context.addIssue({ code: 'custom', path: [index], message });
      }
    }),
});
export type RunbookEntry = z.output<typeof runbookEntry>;
