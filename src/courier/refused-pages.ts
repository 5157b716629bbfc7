import type { Clock } from '../clock.ts';
import type { IncidentService } from '../incidents/service.ts';
import type { OnCallStore } from '../oncall/store.ts';
import { isPersonTarget, readPersonTarget } from '../people/page-target.ts';
import type { DeliveryStore } from './store.ts';
import type { StormStore } from './storms.ts';
import type { Delivery, Job } from './types.ts';

/** So many rows of a storm are read; it has never had as many. */
const ALL = 100_000;

export interface RefusalParts {
  deliveries: Pick<DeliveryStore, 'job' | 'fail'>;
  storms: Pick<StormStore, 'members'>;
  incidents: IncidentService;
  onCall: Pick<OnCallStore, 'phoneBook'>;
  clock: Clock;
}

/**
 * What happens to a delivery that Slack refuses: it stays on disk as failed; and when somebody was to be paged with it, the
 * timelines of the incidents say so. The last of them says it in the same transaction, so that no kill comes between.
 */
export function refusals(parts: RefusalParts): (delivery: Delivery, code: string) => Promise<void> {
  const { deliveries, incidents, onCall, clock } = parts;
  return async (delivery, code) => {
    const job = await deliveries.job(delivery.task);
    const paged = job ? await pagedWith(parts, job) : [];
    const target = job?.place.target ?? '';
    const name = paged.length > 0 ? await nameOf(target, onCall) : '';
    const command = { type: 'page_failed', target, name, code } as const;
    const failedDelivery = { id: delivery.id, code };
    for (const [index, number] of paged.entries()) {
      const isLast = index === paged.length - 1;
      // The others have a key each: when a kill comes in between, they are not said again.
      const guards = isLast ? { failedDelivery } : { requestKey: `page:${delivery.id}:${number}` };
      const outcome = await incidents.execute(number, command, { kind: 'clock' }, guards);
      if (isLast && outcome.kind === 'done') return;
    }
    await deliveries.fail(delivery, code, clock.now());
  };
}

/** The incidents that somebody was to hear of by it, and doesn't. */
async function pagedWith({ storms }: RefusalParts, { kind, place }: Job): Promise<number[]> {
  if (!isPersonTarget(place.target)) return [];
  const isOnlyUpdate = place.ts !== null;
  switch (kind) {
    case 'line':
      return [place.incidentNumber];
    case 'card':
      return isOnlyUpdate ? [] : [place.incidentNumber];
    case 'storm':
      return isOnlyUpdate
        ? []
        : (await storms.members(place.id, { order: 'opened', limit: ALL, offset: 0 })).map(({ number }) => number);
    case 'storm_lines':
    case 'notice':
      return [];
  }
}

async function nameOf(target: string, onCall: Pick<OnCallStore, 'phoneBook'>): Promise<string> {
  const person = readPersonTarget(target);
  const { users } = await onCall.phoneBook();
  const user = person && 'email' in person ? users.find(({ email }) => email === person.email) : undefined;
  return user?.name ?? target.slice(1);
}
