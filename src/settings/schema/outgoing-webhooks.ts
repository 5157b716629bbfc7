import { z } from 'zod';
import { TIMELINE_KINDS } from '../../incidents/timeline.ts';
import { environmentVariable, name, optional, urgencies, webPage } from './values.ts';

export const MAX_OUTGOING_WEBHOOKS = 50;
const MAX_SERVICES = 1_000;

/** Where the app sends what happens to incidents. */
export const outgoingWebhookEntry = z.strictObject({
  name,
  url: webPage.refine((url) => !hasCredentials(url), 'must have no user and password: requests are signed'),
  /** The variable of the environment that holds the secret: it is in no file that is exported, and in no database. */
  secret_env: environmentVariable,
  /** Only these; all of them when left out. */
  events: optional(
    z
      .array(z.enum(TIMELINE_KINDS))
      .min(1, 'must name at least one')
      .transform((kinds) => TIMELINE_KINDS.filter((one) => kinds.includes(one))),
  ),
  services: optional(z.array(name).min(1, 'must name at least one').max(MAX_SERVICES, `are more than ${MAX_SERVICES}`)),
  urgencies: optional(urgencies),
  /** It also hears of incidents that only the members of a private channel may see. */
  private_incidents: z.boolean().default(false),
});
export type OutgoingWebhookEntry = z.output<typeof outgoingWebhookEntry>;

/** What is no address at all is said by the schema of addresses; both are asked. */
function hasCredentials(url: string): boolean {
  if (!URL.canParse(url)) return false;
  const { username, password } = new URL(url);
  return username !== '' || password !== '';
}
