import type { Clock } from '../../clock.ts';
import type { IncidentService } from '../../incidents/service.ts';
import type { OnCallStore } from '../../oncall/store.ts';
import { isPersonTarget, readPersonTarget } from '../../people/page-target.ts';
import type { StormStore } from '../storms/store.ts';
import type { Delivery, Job } from '../types.ts';
import type { DeliveryStore } from './store.ts';

/** So many incidents are told of at a time. */
const PORTION = 100;

export interface RefusalDeps {
  deliveries: Pick<DeliveryStore, 'job' | 'fail' | 'takeLines'>;
  storms: Pick<StormStore, 'members'>;
  incidents: IncidentService;
  onCall: Pick<OnCallStore, 'phoneBook'>;
  clock: Clock;
}

/** An incident that somebody was to hear of, and doesn't. `by`: by what it is said once, however often that is refused. */
interface Unheard {
  number: number;
  by: string;
}

/**
 * What happens to a delivery that Slack refuses: it stays on disk as failed; and when somebody was to be paged with it, the
 * timelines of the incidents say so. Of one incident that is one transaction. Of many it is said portion by portion, and
 * each has a key; the delivery is failed last, so that a kill in between leads here again, and nothing is lost or said twice.
 */
export function refusals(parts: RefusalDeps): (delivery: Delivery, code: string) => Promise<void> {
  const { deliveries, incidents, onCall, clock } = parts;
  return async (delivery, code) => {
    const job = await deliveries.job(delivery.task);
    if (job && isPersonTarget(job.place.target)) {
      const { target } = job.place;
      const command = { type: 'page_failed', target, name: await nameOf(target, onCall), code } as const;
      const only = onlyOne(job);
      if (only !== null) {
        const guards = { failedDelivery: { id: delivery.id, code } };
        const outcome = await incidents.execute(only, command, { kind: 'clock' }, guards);
        if (outcome.kind === 'done') return;
      }
      for await (const unheard of manyUnheard(parts, delivery, job)) {
        const saying = unheard.map(({ number, by }) =>
          incidents.execute(number, command, { kind: 'clock' }, { requestKey: `page_failed:${by}` }),
        );
        await Promise.all(saying);
      }
    }
    await deliveries.fail(delivery, code, clock.now());
  };
}

/** The incident that somebody was to hear of by it alone. To bring a message up to date calls nobody. */
function onlyOne({ kind, place }: Job): number | null {
  if (kind === 'line') return place.incidentNumber;
  return kind === 'card' && place.ts === null ? place.incidentNumber : null;
}

/** The incidents of a storm that somebody was to hear of, a portion at a time. */
async function* manyUnheard(
  { deliveries, storms }: RefusalDeps,
  delivery: Delivery,
  { kind, place }: Job,
): AsyncGenerator<Unheard[]> {
  if (kind === 'storm_lines') {
    const lines = await deliveries.takeLines(delivery);
    yield lines.map(({ event }) => ({ number: event.incidentNumber, by: `storm:${place.id}:event:${event.id}` }));
  }
  if (kind !== 'storm' || place.ts !== null) return;
  for (let offset = 0; ; offset += PORTION) {
    const members = await storms.members(place.id, { order: 'opened', limit: PORTION, offset });
    yield members.map(({ number }) => ({ number, by: `storm:${place.id}:${number}` }));
    if (members.length < PORTION) return;
  }
}

async function nameOf(target: string, onCall: Pick<OnCallStore, 'phoneBook'>): Promise<string> {
  const person = readPersonTarget(target);
  const { users } = await onCall.phoneBook();
  const user = person && 'email' in person ? users.find(({ email }) => email === person.email) : undefined;
  return user?.name ?? target.slice(1);
}
