import { z } from 'zod';
import { formatTarget, parseTarget } from '../../oncall/targets.ts';
import { period } from './sla.ts';
import { channel, duration, name, optional, readableBy, urgencies } from './values.ts';

/** More rounds than anybody will wait for. */
const MAX_REPEAT = 100;

const target = readableBy(parseTarget).transform((text, context) => {
  const { kind, name } = parseTarget(text);
  if (kind !== 'channel') return formatTarget({ kind, name });
  const checked = channel.safeParse(name);
  if (checked.success) return formatTarget({ kind, name: checked.data });
  for (const { message } of checked.error.issues) context.addIssue(message);
  return z.NEVER;
});

const step = z.strictObject({ after: duration, notify: z.array(target).min(1, 'must notify somebody') });

export const escalationPolicyEntry = z
  .strictObject({
    name,
    repeat: z.int().min(0, 'must not be negative').max(MAX_REPEAT, `must be ${MAX_REPEAT} at most`).default(0),
    repeat_after: optional(period),
    /** Instead of the workspace's filter. */
    urgencies: optional(urgencies),
    steps: z.array(step).min(1, 'must have at least one step'),
  })
  .refine(
    ({ repeat, repeat_after, steps }) =>
      repeat === 0 || repeat_after !== null || steps.length === 0 || steps.some(({ after }) => after !== '0s'),
    {
      path: ['repeat'],
      error:
        'would page everybody again at once: say `repeat_after: 10m`, or give at least one step a delay, such as `after: 10m`',
    },
  );
export type EscalationPolicyEntry = z.output<typeof escalationPolicyEntry>;
