import { z } from 'zod';
import { compileBodyText } from '../../routing/body-text.ts';
import { compileJsonPath } from '../../routing/json-path.ts';
import { compilePattern } from '../../routing/pattern.ts';
import { name, optional, readableBy } from './values.ts';

export const MAX_WEBHOOKS = 200;
const MAX_TEXT = 1_000;
const MAX_CONDITIONS = 20;

const text = readableBy((source) => compileBodyText(source)).pipe(
  z.string().min(1, 'must not be empty').max(MAX_TEXT, `is longer than ${MAX_TEXT} characters`),
);
const path = readableBy((source) => compileJsonPath(source));

/** Where something is, and the regular expression that all of it matches; all of them have to. */
const conditions = z
  .record(text, readableBy(compilePattern).pipe(z.string().max(MAX_TEXT)))
  .refine((all) => Object.keys(all).length <= MAX_CONDITIONS, `must have ${MAX_CONDITIONS} paths at most`)
  .refine((all) => Object.keys(all).length > 0, 'must not be empty');

export const webhookEntry = z.strictObject({
  name,
  /** Where in the body the alerts are; the body itself is one when left out. */
  alerts: optional(path),
  title: text,
  description: optional(text),
  dedup_key: optional(text),
  urgency: optional(text),
  service: optional(text),
  source: optional(text),
  url: optional(text),
  components: optional(text),
  /** What is kept to look at; all of the alert when left out. */
  details: optional(path),
  /** It says that it is over, that somebody has it, or nothing that anybody has to hear of. */
  resolve: optional(conditions),
  acknowledge: optional(conditions),
  ignore: optional(conditions),
});
export type WebhookEntry = z.output<typeof webhookEntry>;
