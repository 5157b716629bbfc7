import { z } from 'zod';
import { isObject } from '../../lib/json-value.ts';
import { URGENCIES, type Urgency } from '../../oncall/urgency.ts';
import { oneLine } from '../../words/text.ts';
import type { Issue } from '../refused-request.ts';
import { explain, issuesOf, wrongType } from './messages.ts';
import { misspelledFields } from './misspelled-fields.ts';
import { textOrNull } from './text.ts';
import { linksOf } from './web-address.ts';

/*
 * The native event. Optional fields may be null or blank, as templates of monitors leave them when
 * they have nothing to say.
 */

const MAX_URL = 2_048;

/** More of a list, or of a text, says nothing that is kept: it is not even looked at. */
const MAX_LIST = 200;
const MAX_TEXT = 64 * 1024;

/** A monitor that doesn't say how urgent it is may be waking somebody for a good reason. */
const DEFAULT_URGENCY: Urgency = 'HIGH';

const wholeText = z.string().nullish().transform(textOrNull);

const optionalText = wholeText.transform((text) => text?.slice(0, MAX_TEXT) ?? null);

const title = z
  .string()
  .transform((text) => text.trim().slice(0, MAX_TEXT))
  .refine((text) => oneLine(text) !== '', { error: 'is empty' });

const urgency = optionalText.transform((text) => text?.toUpperCase() ?? DEFAULT_URGENCY).pipe(z.enum(URGENCIES));

const webAddress = z.url({ protocol: /^https?$/, error: 'must be a web address that starts with http:// or https://' });

const url = optionalText.pipe(
  webAddress
    .max(MAX_URL, { error: `is longer than ${MAX_URL} characters` })
    .transform((address) => new URL(address).href)
    .refine((address) => address.length <= MAX_URL, {
      error: `is longer than ${MAX_URL} characters once it is encoded`,
    })
    .nullable(),
);

/** Pages or pictures: `{text, url}` or addresses. One that leads nowhere is left out: it is no reason to lose an alert. */
const links = z
  .unknown()
  .optional()
  .transform((list) => {
    const named = (Array.isArray(list) ? list : []).map((link: unknown) => (isObject(link) ? link : { url: link }));
    return linksOf(named.map(({ text, url }) => ({ text: asText(text), url: asText(url) })));
  });

function asText(value: unknown): string | null {
  return typeof value === 'string' ? (textOrNull(value)?.slice(0, MAX_URL) ?? null) : null;
}

/** What says which incident is meant. */
const identity = { service: optionalText, source: optionalText };

const trigger = z.object({
  event_action: z.literal('trigger'),
  dedup_key: wholeText,
  ...identity,
  title,
  description: optionalText,
  urgency,
  components: z
    .array(z.string())
    .nullish()
    .transform((names) => names ?? []),
  url,
  // Not `z.record`, which would walk through all of it.
  details: z
    .custom<Record<string, unknown>>(isObject, { error: ({ input }) => wrongType('object', input) })
    .nullish()
    .transform((details) => details ?? null),
  links,
  images: links,
});

/** Of these only what says which incident is meant counts: no bad description keeps a problem from being resolved. */
const update = <Action extends string>(action: Action) =>
  z.object({
    event_action: z.literal(action),
    dedup_key: z.string().trim().min(1, { error: 'is empty' }),
    ...identity,
  });

export const nativeEventSchema = z.discriminatedUnion('event_action', [
  trigger,
  update('acknowledge'),
  update('resolve'),
]);

/** A trigger that needs not say that it is one. */
export const newIncidentSchema = trigger.omit({ event_action: true });

const KNOWN_FIELDS = Object.keys(trigger.shape);

type ParsedEvent = z.infer<typeof nativeEventSchema>;
type Trigger = z.infer<typeof trigger>;

export type NativeEvent = Exclude<ParsedEvent, Trigger> | Omit<Trigger, 'links' | 'images'>;

export type ReadEvent = { ok: true; event: NativeEvent } | { ok: false; issues: Issue[] };

/** One native event, or everything that is wrong with it. */
export function readNativeEvent(input: unknown): ReadEvent {
  const parsed = nativeEventSchema.safeParse(boundedEvent(input), { error: explain });
  const issues = [...(parsed.error ? issuesOf(parsed.error) : []), ...misspelledFields(input, KNOWN_FIELDS)];
  return parsed.success && issues.length === 0 ? { ok: true, event: withLinks(parsed.data) } : { ok: false, issues };
}

/** The details hold the links and pictures of an alert, whatever format it came in. */
function withLinks(event: ParsedEvent): NativeEvent {
  if (event.event_action !== 'trigger') return event;
  const { links, images, ...rest } = event;
  if (links.length === 0 && images.length === 0) return rest;
  return {
    ...rest,
    details: { ...rest.details, ...(links.length > 0 && { links }), ...(images.length > 0 && { images }) },
  };
}

/** The fields that count, with no more of them than is looked at: what is sent is of any size. */
function boundedEvent(input: unknown): unknown {
  if (!isObject(input)) return input;
  return Object.fromEntries(
    KNOWN_FIELDS.filter((field) => Object.hasOwn(input, field)).map((field) => [field, bounded(field, input[field])]),
  );
}

function bounded(field: string, value: unknown): unknown {
  if (Array.isArray(value)) return value.slice(0, MAX_LIST);
  return field === 'event_action' && typeof value === 'string' ? value.trim().toLowerCase() : value;
}
