import { z } from 'zod';
import { type AnyOperation, operation } from '../operation.ts';
import type { Step } from '../operations.ts';
import { step } from '../step.ts';
import { MAX_SHORT, somePeople, template } from '../texts.ts';

const MAX_WITHIN = 20;

/** Read when all operations are known, for these are some of them. */
const steps: z.ZodType<Step[]> = z.lazy(() =>
  z.array(step).min(1, 'must have at least one').max(MAX_WITHIN, `must be ${MAX_WITHIN} at most`),
);

/** One or several texts, compared in any case. */
const is = z
  .unknown()
  .transform((value) => [value].flat())
  .pipe(z.array(template(MAX_SHORT)).min(1, 'must name at least one').max(MAX_WITHIN, `must be ${MAX_WITHIN} at most`));

export type Branch = {
  if: string;
  is: string[];
  then: Step[];
  else: Step[];
};

/** Goes on with the one or the other, by what a text is then: `if: "[result.failover]"`, `is: Yes`. */
export const branch: AnyOperation = operation({
  label: 'Branch',
  scopes: [],
  // biome-ignore lint/suspicious/noThenProperty: it is a schema of steps, and no function.
  schema: z.strictObject({ if: template(MAX_SHORT), is, then: steps, else: steps.default([]) }),
  rehearse({ if: text, is, then, else: otherwise }, { fill, within }) {
    const value = fill(text);
    return [
      `looks at ${text}, which ${value.startsWith('[') ? 'is known then' : `is ${JSON.stringify(value)} now`}`,
      `  if it is ${is.map(fill).join(' or ')}:`,
      ...within(then).map((line) => `    ${line}`),
      ...(otherwise.length > 0 ? ['  else:', ...within(otherwise).map((line) => `    ${line}`)] : []),
    ];
  },
  effect({ if: text, is, then, else: otherwise }, { fill }) {
    const value = fill(text).trim().toLowerCase();
    const isSo = is.some((one) => fill(one).trim().toLowerCase() === value);
    return { do: 'steps', children: (isSo ? then : otherwise).map((step) => ({ step, each: null })), together: false };
  },
});

export type ForEach = {
  of: 'on_call' | 'components' | string[];
  steps: Step[];
};

/** Does the same for each of some people, or of the components that the incident names; `[each.name]` is whom or what. */
export const forEach: AnyOperation = operation({
  label: 'For each',
  scopes: [],
  schema: z.strictObject({ of: z.union([z.enum(['on_call', 'components']), somePeople]), steps }),
  rehearse({ of, steps }, { each, within }) {
    const all = each(of);
    return [
      `for each of ${typeof of === 'string' ? of : of.join(', ')}, now ${all.map(({ name }) => name).join(', ') || 'nothing'}:`,
      ...all.flatMap((one) => within(steps, one).map((line) => `    ${line}`)),
    ];
  },
  effect: ({ of, steps }, { each }) => ({
    do: 'steps',
    children: each(of).flatMap((one) => steps.map((step) => ({ step, each: one }))),
    together: false,
  }),
});

export type Parallel = {
  steps: Step[];
};

/** At the same time. */
export const parallel: AnyOperation = operation({
  label: 'At once',
  scopes: [],
  schema: z.strictObject({ steps }),
  rehearse: ({ steps }, { within }) => ['does at once:', ...within(steps).map((line) => `    ${line}`)],
  effect: ({ steps }) => ({ do: 'steps', children: steps.map((step) => ({ step, each: null })), together: true }),
});
