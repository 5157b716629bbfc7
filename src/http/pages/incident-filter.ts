import { z } from 'zod';
import { LIVE_STATUSES, STATUSES, type Status } from '../../incidents/types.ts';
import { URGENCIES } from '../../oncall/urgency.ts';

const MAX_TEXT = 200;

/** What a list can be narrowed down to by status; "live" is everything that isn't resolved. */
export const STATUS_CHOICES = ['live', ...STATUSES, 'all'] as const;
type StatusChoice = (typeof STATUS_CHOICES)[number];

const query = z.object({
  status: z.enum(STATUS_CHOICES).catch('live'),
  urgency: z.enum(URGENCIES).optional().catch(undefined),
  service: z.coerce.number().int().positive().optional().catch(undefined),
  q: z
    .string()
    .transform((text) => text.trim().slice(0, MAX_TEXT))
    .catch(''),
  page: z.coerce.number().int().min(1).max(1_000).catch(1),
});

/** The part of all incidents that somebody wants to see. */
export type Filter = z.infer<typeof query>;

/** Reads the query of an address; what makes no sense there counts as not said. */
export function readFilter(parameters: Record<string, string>): Filter {
  return query.parse(parameters);
}

export function statusesOf(choice: StatusChoice): readonly Status[] {
  if (choice === 'live') return LIVE_STATUSES;
  return choice === 'all' ? STATUSES : [choice];
}

/** The address of the same list, on another page. */
export function addressOf({ status, urgency, service, q }: Filter, page: number): string {
  const parameters = new URLSearchParams();
  if (status !== 'live') parameters.set('status', status);
  if (urgency) parameters.set('urgency', urgency);
  if (service) parameters.set('service', String(service));
  if (q) parameters.set('q', q);
  if (page > 1) parameters.set('page', String(page));
  return parameters.size === 0 ? '/incidents' : `/incidents?${parameters}`;
}

/** Only what isn't over changes while somebody looks, and is little enough to look for every few seconds. */
export function isLive({ status }: Filter): boolean {
  return status !== 'all' && status !== 'RESOLVED';
}
