import { incidentKey } from '../incidents/types.ts';
import { MINUTE, type UtcMs } from '../lib/clock.ts';
import { kindOf } from '../notifications/kinds/index.ts';
import { explain, isSetAside } from '../notifications/queue/slack-errors.ts';
import type { DeliveryStore } from '../notifications/queue/store.ts';
import type { Delivery } from '../notifications/types.ts';
import { type Finding, note, well, wrong } from './finding.ts';

/** So many refused deliveries are looked at; and so many incidents of each kind are named. */
const LOOKED_AT = 1_000;
const NAMED = 10;
/** Slack and its limits explain a wait, but not for that long. */
const LONG_WAIT = 10 * MINUTE;

/** What waits for Slack, and what Slack has refused for good or was set aside, by its reason. */
export async function examineDeliveries(deliveries: DeliveryStore, now: UtcMs): Promise<Finding[]> {
  const { waiting, oldestAt, failed } = await deliveries.load();
  const age = oldestAt === null ? 0 : now - oldestAt;
  const queue =
    age > LONG_WAIT
      ? wrong(
          `Deliveries: ${waiting} wait for Slack, the oldest for ${Math.round(age / MINUTE)} minutes`,
          'Is OpsKnight running, and does it reach Slack? The other lines, and its log, say.',
        )
      : well(`Deliveries: ${waiting} wait for Slack`);
  if (failed === 0) return [queue, well('Refused deliveries: none')];

  const byError = new Map<string, Delivery[]>();
  for (const delivery of await deliveries.failed(LOOKED_AT)) {
    byError.set(delivery.error, [...(byError.get(delivery.error) ?? []), delivery]);
  }
  const findings: Finding[] = [queue];
  for (const [error, refused] of byError) {
    const { meaning, remedy } = explain(error);
    const about = await incidentsOf(deliveries, refused);
    const what = isSetAside(error) ? 'Deliveries set aside' : 'Refused deliveries';
    findings.push(wrong(`${what}: ${refused.length} with ${error}${about}. ${meaning}`, remedy));
  }
  findings.push(note('They are forgotten after 30 days; a later change of the incident tries again.'));
  return findings;
}

/** ` (INC-3, INC-7)` */
async function incidentsOf(deliveries: DeliveryStore, refused: Delivery[]): Promise<string> {
  const jobs = await Promise.all(refused.slice(0, NAMED).map(({ task }) => deliveries.job(task)));
  const keys = jobs.flatMap((job) => (job ? kindOf(job).incidents(job).map(incidentKey) : []));
  const distinct = [...new Set(keys)];
  if (distinct.length === 0) return '';
  return ` (${distinct.join(', ')}${refused.length > NAMED ? ', …' : ''})`;
}
