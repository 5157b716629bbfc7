import { z } from 'zod';
import { compilePattern } from '../../routing/pattern.ts';
import type { RoutingRule } from '../../routing/rule.ts';
import { flappingEntry, groupingEntry } from './noise.ts';
import { name, optional, readableBy, urgency } from './values.ts';

export const MAX_RULES = 500;
const MAX_CONDITIONS = 20;
const MAX_PATTERN = 500;
const MAX_TEMPLATE = 1_000;
const MAX_LINKS = 10;

/** A number or a flag is as good as the text that it is written as. */
export const pattern = z
  .preprocess(
    (value) => (Number.isSafeInteger(value) || typeof value === 'boolean' ? String(value) : value),
    z.string().max(MAX_PATTERN, `is longer than ${MAX_PATTERN} characters`),
  )
  .pipe(readableBy(compilePattern));

const template = z
  .string()
  .trim()
  .min(1, 'must not be empty')
  .max(MAX_TEMPLATE, `is longer than ${MAX_TEMPLATE} characters`);

const address = template.refine(
  (text) => /^(https?:\/\/|\{)/i.test(text),
  'must start with http:// or https://, or be a field such as {runbook_url}',
);

const set = z
  .strictObject({
    service: optional(name),
    urgency: optional(urgency),
    title: optional(template),
    description: optional(template),
    dedup_key: optional(template),
    links: z
      .array(z.strictObject({ text: template, url: address }))
      .max(MAX_LINKS, `must be ${MAX_LINKS} at most`)
      .default([]),
  })
  .refine(({ links, ...texts }) => links.length > 0 || Object.values(texts).some((value) => value !== null), {
    error: 'sets nothing',
  });

export const routingRule = z
  .strictObject({
    match: z
      .record(z.string(), pattern)
      .refine(
        (conditions) => Object.keys(conditions).length <= MAX_CONDITIONS,
        `must have ${MAX_CONDITIONS} names at most`,
      )
      .default({}),
    set: optional(set),
    drop: z.boolean().default(false),
    heartbeat: optional(name),
    group: optional(groupingEntry),
    flapping: optional(flappingEntry),
    rule_set: optional(name),
    stop: z.boolean().default(false),
  })
  .superRefine(({ set, drop, heartbeat, group, flapping, stop }, context) => {
    const effects = [set !== null, drop, heartbeat !== null].filter((is) => is).length;
    if (effects > 1) context.addIssue('can have one of set, drop and heartbeat only');
    const holdsTogether = group !== null || flapping !== null;
    if (holdsTogether && (drop || heartbeat !== null))
      context.addIssue('has group or flapping, which only alerts have: drop and heartbeat make none');
    if (effects === 0 && !holdsTogether && !stop) {
      context.addIssue('does nothing: it needs set, drop, heartbeat, group, flapping or stop');
    }
  });

export const routingSection = z.array(routingRule).max(MAX_RULES, `must be ${MAX_RULES} rules at most`);

/** A rule as a person would write it. */
export function toRoutingEntry({ drop, stop, ...rule }: RoutingRule) {
  return { ...rule, ...(drop && { drop }), ...(stop && { stop }) };
}
