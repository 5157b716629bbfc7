import { z } from 'zod';
import { ROLES } from '../../people/types.ts';
import { email, name, optional, timezone } from './values.ts';

export const userEntry = z.strictObject({
  name,
  email,
  role: z.enum(ROLES).default('responder'),
  timezone: optional(timezone),
  active: z.boolean().default(true),
});
export type UserEntry = z.output<typeof userEntry>;

export const groupEntry = z.strictObject({ name, users: z.array(email) });
export type GroupEntry = z.output<typeof groupEntry>;
