import type { IncidentService } from '../../incidents/service.ts';
import type { CommitGuards } from '../../incidents/store.ts';
import { incidentKey } from '../../incidents/types.ts';
import type { Actor } from '../../people/actor.ts';
import type { ApiKey } from '../store.ts';
import type { Alert } from './alert.ts';

/** What came of an alert, as its sender is told. */
export interface Receipt {
  action: 'opened' | 'deduplicated' | 'acknowledged' | 'resolved' | 'ignored';
  /** `INC-42`; null when there is none. */
  incident: string | null;
  dedup_key: string;
}

export type Sender = Pick<ApiKey, 'name' | 'serviceId'>;

export interface Intake {
  incidents: IncidentService;
}

/** Of one request, this many share a transaction: what others ask for comes between. */
const PORTION = 100;

/**
 * Takes alerts in; resolves when all of them are on disk, and rejects if one could not be stored. They take effect in their
 * order: the writes of a portion are asked for at once, so that they share the cost of a write, and storage keeps their order.
 * @param sender The key that they were sent with: it names whoever sent alerts that name no source, and may bound them to a service.
 */
export async function receiveAlerts(alerts: Alert[], sender: Sender, { incidents }: Intake): Promise<Receipt[]> {
  const receipts: Receipt[] = [];
  for (let from = 0; from < alerts.length; from += PORTION) {
    const portion = alerts.slice(from, from + PORTION).map((alert) => receiveAlert(alert, sender, incidents));
    // Until none is at work any more, also when one has failed.
    await Promise.allSettled(portion);
    receipts.push(...(await Promise.all(portion)));
  }
  return receipts;
}

async function receiveAlert(alert: Alert, sender: Sender, incidents: IncidentService): Promise<Receipt> {
  const guards = guardsOf(sender);
  const dedup_key = keyOf(alert);
  if (alert.action === 'trigger') {
    const outcome = await incidents.report(alert.report, monitor(alert.report.source, sender), guards);
    if (outcome.kind === 'repeated') return { action: 'ignored', incident: null, dedup_key };
    return { action: outcome.kind, incident: incidentKey(outcome.incident.number), dedup_key };
  }

  const command = alert.action === 'resolve' ? ({ type: 'resolve', note: null } as const) : { type: alert.action };
  const outcomes = await incidents.executeForAlert(alert, command, monitor(alert.source, sender), guards);
  const effect = alert.action === 'resolve' ? 'resolved' : 'acknowledged';
  const done = outcomes.find(({ kind }) => kind === 'done');
  const shown = done ?? outcomes[0];
  return { action: done ? effect : 'ignored', incident: shown ? incidentKey(shown.incident.number) : null, dedup_key };
}

function keyOf(alert: Alert): string {
  return alert.action === 'trigger' ? alert.report.dedupKey : alert.dedupKey;
}

/** For a key of a service there are no other incidents. */
export function guardsOf({ serviceId }: Sender): CommitGuards {
  return serviceId === null ? {} : { onlyServiceId: serviceId };
}

/** Who did it: the source as the alert names it, else the key's name. */
export function monitor(source: string | null, sender: Sender): Actor {
  return { kind: 'monitor', name: source ?? sender.name };
}
