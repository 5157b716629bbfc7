import { z } from 'zod';
import type { IncidentFilter, ListCursor, Viewer } from '../../../incidents/store.ts';
import { LIVE_STATUSES, STATUSES, type Status } from '../../../incidents/types.ts';
import type { UtcMs } from '../../../lib/clock.ts';
import { URGENCIES } from '../../../oncall/urgency.ts';
import type { SlackPerson } from '../../store.ts';

const MAX_TEXT = 200;

/** What a list can be narrowed down to by status; "live" is everything that isn't resolved. */
export const STATUS_CHOICES = ['live', ...STATUSES, 'all'] as const;
type StatusChoice = (typeof STATUS_CHOICES)[number];

const number = z.coerce.number().int().positive().max(Number.MAX_SAFE_INTEGER);

const query = z.object({
  status: z.enum(STATUS_CHOICES).catch('live'),
  urgency: z.enum(URGENCIES).optional().catch(undefined),
  service: z
    .union([z.literal('none'), number])
    .optional()
    .catch(undefined),
  opened: z.string().transform(readSpan).optional().catch(undefined),
  mine: z
    .literal('yes')
    .transform(() => true)
    .catch(false),
  q: z
    .string()
    .transform((text) => text.trim().slice(0, MAX_TEXT))
    .catch(''),
  after: z.string().transform(readCursor).catch(null),
});

/** The part of all incidents that somebody wants to see. */
export type Filter = z.infer<typeof query>;

/** Reads the query of an address; what makes no sense there counts as not said. */
export function readFilter(parameters: Record<string, string>): Filter {
  const filter = query.parse(parameters);
  const isFitting = filter.after === null || (filter.after.order === 'most_urgent') === isLive(filter);
  return isFitting ? filter : { ...filter, after: null };
}

/** What is looked for, in all statuses that are shown. */
export function toQuery(
  { status, urgency, service, opened, mine, q }: Filter,
  person: SlackPerson,
  viewer: Viewer,
): IncidentFilter {
  return {
    statuses: statusesOf(status, opened !== undefined),
    ...(urgency && { urgency }),
    ...(service !== undefined && { serviceId: service === 'none' ? null : service }),
    ...(opened && { opened }),
    ...(mine && { heldBy: person }),
    ...(q && { text: q }),
    viewer,
  };
}

/** @param isCounted as insights count them: what was merged is none of its own there */
function statusesOf(choice: StatusChoice, isCounted: boolean): readonly Status[] {
  if (choice === 'live') return LIVE_STATUSES;
  if (choice !== 'all') return [choice];
  return isCounted ? STATUSES.filter((status) => status !== 'MERGED') : STATUSES;
}

/** The address of a list. */
export function addressOf({ status, urgency, service, opened, mine, q, after }: Partial<Filter>): string {
  const parameters = new URLSearchParams();
  if (status && status !== 'live') parameters.set('status', status);
  if (urgency) parameters.set('urgency', urgency);
  if (service) parameters.set('service', String(service));
  if (opened) parameters.set('opened', writtenSpan(opened));
  if (mine) parameters.set('mine', 'yes');
  if (q) parameters.set('q', q);
  if (after) parameters.set('after', written(after));
  return parameters.size === 0 ? '/incidents' : `/incidents?${parameters}`;
}

/** A span of time in milliseconds: "1768172400000-1768777200000". */
function readSpan(text: string): { from: UtcMs; to: UtcMs } | undefined {
  const [, from, to] = /^(\d{1,15})-(\d{1,15})$/.exec(text) ?? [];
  return from === undefined || to === undefined ? undefined : { from: Number(from), to: Number(to) };
}

export function writtenSpan({ from, to }: NonNullable<Filter['opened']>): string {
  return `${from}-${to}`;
}

const CURSOR = new RegExp(`^(?:(${URGENCIES.join('|')})-(${LIVE_STATUSES.join('|')})-)?([1-9]\\d{0,14})$`);

/** "42", or "HIGH-OPEN-42" in a list that is sorted by urgency. */
function readCursor(text: string): ListCursor | null {
  const [, first, second, digits] = CURSOR.exec(text) ?? [];
  const number = Number(digits);
  const urgency = URGENCIES.find((one) => one === first);
  const status = LIVE_STATUSES.find((one) => one === second);
  if (digits === undefined) return null;
  return urgency && status ? { order: 'most_urgent', urgency, status, number } : { order: 'newest', number };
}

function written(cursor: ListCursor): string {
  return cursor.order === 'newest' ? String(cursor.number) : `${cursor.urgency}-${cursor.status}-${cursor.number}`;
}

/** Only what isn't over changes while somebody looks, and is little enough to look for every few seconds. */
export function isLive({ status }: Pick<Filter, 'status'>): boolean {
  return status !== 'all' && status !== 'RESOLVED' && status !== 'MERGED';
}
