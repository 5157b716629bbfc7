import { z } from 'zod';
import { URGENCIES, type Urgency } from '../../incidents/types.ts';
import { formatPath, type Path } from '../../settings/problems.ts';
import { oneLine } from '../../slack/ui/escape.ts';
import type { Issue } from '../refused-request.ts';
import { explain } from './messages.ts';
import { misspelledFields } from './misspelled-fields.ts';
import { textOrNull } from './text.ts';

/*
 * The native event. Optional fields may be null or blank, as templates of monitors leave them when
 * they have nothing to say.
 */

const MAX_URL = 2_048;

/** A monitor that doesn't say how urgent it is may be waking somebody for a good reason. */
const DEFAULT_URGENCY: Urgency = 'HIGH';

const optionalText = z.string().nullish().transform(textOrNull);

const title = z.string().refine((text) => oneLine(text) !== '', { error: 'is empty' });

const urgency = optionalText.transform((text) => text?.toUpperCase() ?? DEFAULT_URGENCY).pipe(z.enum(URGENCIES));

const webAddress = z.url({ protocol: /^https?$/, error: 'must be a web address that starts with http:// or https://' });

const url = optionalText.pipe(
  webAddress
    .max(MAX_URL, { error: `is longer than ${MAX_URL} characters` })
    .transform((address) => new URL(address).href)
    .nullable(),
);

/** What says which incident is meant. */
const identity = { service: optionalText, source: optionalText };

const trigger = z.object({
  event_action: z.literal('trigger'),
  dedup_key: optionalText,
  ...identity,
  title,
  description: optionalText,
  urgency,
  components: z
    .array(z.string())
    .nullish()
    .transform((names) => names ?? []),
  url,
  details: z
    .record(z.string(), z.unknown())
    .nullish()
    .transform((details) => details ?? null),
});

/** Of these only what says which incident is meant counts: no bad description keeps a problem from being resolved. */
const update = <Action extends string>(action: Action) =>
  z.object({
    event_action: z.literal(action),
    dedup_key: z.string().trim().min(1, { error: 'is empty' }),
    ...identity,
  });

const schema = z.discriminatedUnion('event_action', [trigger, update('acknowledge'), update('resolve')]);

const KNOWN_FIELDS = Object.keys(trigger.shape);

export type NativeEvent = z.infer<typeof schema>;

export type ReadEvent = { ok: true; event: NativeEvent } | { ok: false; issues: Issue[] };

/** One native event, or everything that is wrong with it. */
export function readNativeEvent(input: unknown): ReadEvent {
  const parsed = schema.safeParse(withLowerCaseAction(input), { error: explain });
  const issues = [
    ...(parsed.error?.issues ?? []).map(({ path, message }) => ({ path: formatPath(path as Path), message })),
    ...misspelledFields(input, KNOWN_FIELDS),
  ];
  return parsed.success && issues.length === 0 ? { ok: true, event: parsed.data } : { ok: false, issues };
}

function withLowerCaseAction(input: unknown): unknown {
  if (typeof input !== 'object' || input === null || !('event_action' in input)) return input;
  const { event_action } = input;
  return typeof event_action === 'string' ? { ...input, event_action: event_action.trim().toLowerCase() } : input;
}
