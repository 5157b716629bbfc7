import type { IncidentService } from '../../incidents/service.ts';
import type { Clock } from '../../lib/clock.ts';
import type { OnCallStore } from '../../oncall/store.ts';
import { isPersonTarget, readPersonTarget } from '../../people/page-target.ts';
import { isOutside, kindOf } from '../kinds/index.ts';
import type { StormStore } from '../storms/store.ts';
import type { Delivery } from '../types.ts';
import type { Carriers } from './outside.ts';
import type { DeliveryStore } from './store.ts';

export interface RefusalDeps {
  deliveries: Pick<DeliveryStore, 'job' | 'fail' | 'takeLines'>;
  storms: Pick<StormStore, 'members'>;
  incidents: IncidentService;
  onCall: Pick<OnCallStore, 'directory'>;
  carriers: Carriers;
  clock: Clock;
}

/**
 * What happens to a delivery that Slack refuses: it stays on disk as failed; and when somebody was to be paged with it, the
 * timelines of the incidents say so. Of one incident that is one transaction. Of many it is said portion by portion, and
 * each has a key; the delivery is failed last, so that a kill in between leads here again, and nothing is lost or said twice.
 */
export function refusals({
  deliveries,
  storms,
  incidents,
  onCall,
  carriers,
  clock,
}: RefusalDeps): (delivery: Delivery, code: string) => Promise<void> {
  return async (delivery, code) => {
    const job = await deliveries.job(delivery.task);
    if (job && isOutside(job.kind)) {
      if (await carriers[job.kind].givenUp?.(job, delivery, code)) return;
    } else if (job && isPersonTarget(job.place.target)) {
      const { target } = job.place;
      const command = { type: 'page_failed', target, name: await nameOf(target, onCall), code } as const;
      const kind = kindOf(job);
      const only = kind.callsTo(job);
      if (only !== null) {
        const guards = { failedDelivery: { id: delivery.id, code } };
        const outcome = await incidents.execute(only, command, { kind: 'clock' }, guards);
        if (outcome.kind === 'done') return;
      }
      const disk = { storms, takeLines: deliveries.takeLines };
      for await (const unheard of kind.unheard?.(job, delivery, disk) ?? []) {
        const saying = unheard.map(({ number, by }) =>
          incidents.execute(number, command, { kind: 'clock' }, { requestKey: `page_failed:${by}` }),
        );
        await Promise.all(saying);
      }
    }
    await deliveries.fail(delivery, code, clock.now());
  };
}

async function nameOf(target: string, onCall: Pick<OnCallStore, 'directory'>): Promise<string> {
  const person = readPersonTarget(target);
  const { users } = await onCall.directory();
  const user = person && 'email' in person ? users.find(({ email }) => email === person.email) : undefined;
  return user?.name ?? target.slice(1);
}
