import { IANAZone } from 'luxon';
import { z } from 'zod';
import { URGENCIES } from '../../oncall/urgency.ts';
import { parseTimeOfDay } from '../../oncall/wallclock.ts';
import { isChannelId } from '../../people/page-target.ts';
import { didYouMean } from '../did-you-mean.ts';
import { formatDuration, parseDuration } from '../duration.ts';

/** Slack cuts off menu entries and headers; longer names only make lists unreadable. */
const MAX_NAME = 100;

/** A text, one line, that is shown to people. */
export const name = z
  .string()
  .trim()
  .min(1, 'must not be empty')
  .max(MAX_NAME, `is longer than ${MAX_NAME} characters`)
  .regex(/^[^\p{Cc}\p{Cs}\p{Zl}\p{Zp}]*$/u, 'must be one line of readable text');

/** Matched with Slack's, in lower case. No stricter than it must be: machines inside a firewall have short names. */
export const email = z
  .string()
  .trim()
  .toLowerCase()
  .regex(/^[^\s@\p{Cc}\p{Cs}]+@[^\s@\p{Cc}\p{Cs}]+$/u, { error: notA('an e-mail address such as jane@example.com') });

/** "#name", or the id that Slack shows at the end of "About" of a channel. Names are lower case in Slack. */
export const channel = z
  .string({ error: ({ input }) => (input === null ? EMPTY_CHANNEL : undefined) })
  .trim()
  .transform((text) => (text.startsWith('#') ? text.toLowerCase() : text))
  .superRefine((text, context) => {
    if (/^#[^\s#,.:;!?'"`()<>\p{Cc}\p{Cs}]{1,80}$/u.test(text) || isChannelId(text)) return;
    const quoted = JSON.stringify(text);
    const hint = /^[\w-]+$/.test(text) ? ` Did you mean "#${text.toLowerCase()}"?` : '';
    context.addIssue(`${quoted} is not a channel: write "#name", or a channel id such as C0123456789.${hint}`);
  });

const EMPTY_CHANNEL = 'is empty. In YAML # begins a comment: put the channel in quotes, as in "#incidents"';

/** "90s" and "1m30s" are the same: the shortest text is kept. */
export const duration = z.string().transform((text, context) => {
  const milliseconds = parseDuration(text.trim());
  if (milliseconds !== null) return formatDuration(milliseconds);
  context.addIssue(`${JSON.stringify(text)} is not a duration of up to a year: write 0s, 90s, 5m, 1h30m, 12h or 2d`);
  return z.NEVER;
});

const MAX_URL = 2_048;

/** The address of a page that people can open. */
export const webPage = z
  .url({ protocol: /^https?$/, error: notA('a web address such as https://wiki.example.com/payments') })
  .max(MAX_URL, `is longer than ${MAX_URL} characters`);

/** "09:00" */
export const timeOfDay = readableBy(parseTimeOfDay);

const NOT_ENCRYPTED =
  'is not encrypted. A token is never in a file: put it in the environment and name the variable, as in bot_token_env; or enter it on the Home tab, under Connections';

/** The name of a variable of the environment, never what it holds: settings are shown, exported and kept in repositories. */
export const environmentVariable = z
  .string()
  .trim()
  .regex(/^[A-Z_][A-Z0-9_]{0,99}$/, 'must be the name of an environment variable, such as PAYMENTS_SLACK_BOT_TOKEN');

const MAX_ENCRYPTED = 2_000;

/** What `Keyring` has made of a secret. The secret itself is never written, and no message repeats what was. */
export const encrypted = z
  .string()
  .trim()
  .max(MAX_ENCRYPTED, NOT_ENCRYPTED)
  .regex(/^v1\.[0-9a-f]{8}\.[\w-]{16}\.[\w-]{22}\.[\w-]+$/, NOT_ENCRYPTED);

/** As telephones in all the world are reached. */
export const telephone = z
  .string()
  .trim()
  .transform((text) => text.replace(/[\s().-]/g, ''))
  .pipe(z.string().regex(/^\+[1-9]\d{6,14}$/, { error: notA('a telephone number such as +4930123456') }));

export const timezone = z
  .string()
  .trim()
  .superRefine((zone, context) => {
    if (IANAZone.isValidZone(zone)) return;
    const hint = didYouMean(zone, Intl.supportedValuesOf('timeZone'));
    context.addIssue(`${JSON.stringify(zone)} is not a time zone such as Europe/Berlin.${hint}`);
  });

export const urgency = z.enum(URGENCIES);

/** At least one; the order means nothing, so there is one way to write each choice. */
export const urgencies = z
  .array(urgency)
  .min(1, `must name at least one of ${URGENCIES.join(', ')}`)
  .transform((chosen) => URGENCIES.filter((one) => chosen.includes(one)));

/** Text that `parse` understands; what its RangeError says is the problem. */
export function readableBy(parse: (text: string) => unknown) {
  return z
    .string()
    .trim()
    .superRefine((text, context) => {
      try {
        parse(text);
      } catch (error) {
        if (!(error instanceof RangeError)) throw error;
        context.addIssue(error.message);
      }
    });
}

/** May be left out, which reads as null. */
export function optional<T extends z.ZodType>(schema: T) {
  return schema.optional().transform((value) => value ?? null);
}

function notA(what: string) {
  return ({ input }: { input?: unknown }) => `${JSON.stringify(input)} is not ${what}`;
}
