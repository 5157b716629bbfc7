import { z } from 'zod';
import { URGENCIES } from '../../oncall/urgency.ts';
import { CARD_FIELDS } from '../types.ts';
import { name, optional } from './values.ts';

const MAX_LABELS = 10;
const MAX_MENTIONS = 5;
/** Slack's limit for a display name (https://docs.slack.dev/reference/methods/chat.postMessage). */
const MAX_BOT_NAME = 80;

/** What cards of open incidents show besides title, urgency and state. */
export const cardSection = z.strictObject({
  fields: optional(
    z
      .array(z.enum(CARD_FIELDS))
      .min(1, 'must name at least one')
      .transform((chosen) => CARD_FIELDS.filter((field) => chosen.includes(field))),
  ),
  labels: z.array(name).max(MAX_LABELS, `must be ${MAX_LABELS} at most`).default([]),
});

const BROADCAST = /^@?(?:here|channel|everyone)$/i;

/** A Slack user group by its handle, or a person by their address. */
const mentioned = z
  .string()
  .trim()
  .superRefine((text, context) => {
    if (BROADCAST.test(text)) {
      context.addIssue(`${JSON.stringify(text)} would call everybody: name a user group or a person`);
    } else if (!/^@[\w.-]{1,80}$/u.test(text) && !/^[^\s@]+@[^\s@]+$/u.test(text)) {
      context.addIssue(
        `${JSON.stringify(text)} is neither a user group such as "@payments-oncall" nor an e-mail address`,
      );
    }
  })
  .transform((text) => text.toLowerCase());

/** Who is mentioned when an incident opens, by its urgency. */
export const mentionEntry = z
  .partialRecord(
    z.enum(URGENCIES),
    z.preprocess(
      (value) => (typeof value === 'string' ? [value] : value),
      z.array(mentioned).max(MAX_MENTIONS, `must be ${MAX_MENTIONS} at most`),
    ),
  )
  .default({});

/** What the bot is called in a workspace, and its picture. */
export const botSection = z.strictObject({
  name: optional(name.pipe(z.string().max(MAX_BOT_NAME, `is longer than ${MAX_BOT_NAME} characters`))),
  icon: optional(
    z
      .string()
      .trim()
      .regex(
        /^(?::[a-z0-9_+'-]+:|https:\/\/\S{1,2000})$/,
        'must be an emoji such as ":fire_engine:" or start with https://',
      ),
  ),
});
