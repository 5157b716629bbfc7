import { z } from 'zod';
import { CONTACT_KINDS, type ContactKind } from '../../people/contact.ts';
import { ROLES } from '../../people/types.ts';
import { duration, email, name, optional, telephone, timeOfDay, timezone, webPage } from './values.ts';

const MAX_CONTACTS = 10;

/** Where each method leads. */
export const contactAddress: Record<ContactKind, z.ZodType<string>> = {
  email,
  ntfy: webPage,
  webhook: webPage,
  sms: telephone,
  call: telephone,
};

const contact = z
  .strictObject({
    email: contactAddress.email.optional(),
    ntfy: contactAddress.ntfy.optional(),
    webhook: contactAddress.webhook.optional(),
    sms: contactAddress.sms.optional(),
    call: contactAddress.call.optional(),
    after: duration.default('0s'),
  })
  .refine((method) => CONTACT_KINDS.filter((kind) => method[kind] !== undefined).length === 1, {
    error: `must say one of ${CONTACT_KINDS.join(', ')}`,
  });

const quietHours = z
  .strictObject({ from: timeOfDay, to: timeOfDay })
  .refine(({ from, to }) => from !== to, { path: ['to'], error: 'must be another time than `from`' });

export const userEntry = z.strictObject({
  name,
  email,
  /** Of their Slack account, where that has another address. */
  slack_email: optional(email),
  role: z.enum(ROLES).default('responder'),
  timezone: optional(timezone),
  active: z.boolean().default(true),
  /** Besides Slack, which comes first. */
  contact: z.array(contact).max(MAX_CONTACTS, `are more than ${MAX_CONTACTS}`).default([]),
  /** On a clock in the user's time zone. */
  quiet_hours: optional(quietHours),
});
export type UserEntry = z.output<typeof userEntry>;

export const groupEntry = z.strictObject({ name, users: z.array(email) });
export type GroupEntry = z.output<typeof groupEntry>;
