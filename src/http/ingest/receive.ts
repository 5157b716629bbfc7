import type { HeartbeatService } from '../../heartbeats/service.ts';
import type { IncidentService } from '../../incidents/service.ts';
import type { AlertGuards } from '../../incidents/store.ts';
import { incidentKey } from '../../incidents/types.ts';
import type { ApiKey } from '../../keys/store.ts';
import type { Actor } from '../../people/actor.ts';
import type { Alert } from './alert.ts';

/** What came of an alert, as its sender is told. */
export interface Receipt {
  action: 'opened' | 'deduplicated' | 'acknowledged' | 'resolved' | 'ignored';
  /** `INC-42`; null when there is none. */
  incident: string | null;
  dedup_key: string;
}

export type Sender = Pick<ApiKey, 'name' | 'serviceId' | 'ruleSet' | 'reach'>;

export interface Intake {
  incidents: IncidentService;
  heartbeats: Pick<HeartbeatService, 'beat'>;
}

/** Of one request, this many share a transaction: what others ask for comes between. */
const PORTION = 100;

/**
 * Takes alerts in; resolves when all of them are on disk, and rejects if one could not be stored. They take effect in their
 * order (`inTurn`): the writes of a portion are asked for at once, so that they share the cost of a write, and storage keeps their order.
 * @param sender The key that they were sent with: it names whoever sent alerts that name no source, and may bound them to a service.
 * @param requestKey Of the whole request: what was asked for before has had its effect.
 */
export async function receiveAlerts(
  alerts: Alert[],
  sender: Sender,
  intake: Intake,
  requestKey: string | null = null,
): Promise<Receipt[]> {
  const receipts = new Map<number, Receipt>();
  const turns = inTurn(alerts);
  for (let from = 0; from < turns.length; from += PORTION) {
    const portion = turns.slice(from, from + PORTION).map(async ({ alert, place }) => {
      const once = requestKey === null ? {} : { requestKey: `${requestKey}:${place}` };
      receipts.set(place, await receiveAlert(alert, sender, intake, { ...guardsOf(sender), ...once }));
    });
    // Until none is at work any more, also when one has failed.
    await Promise.allSettled(portion);
    await Promise.all(portion);
  }
  return alerts.flatMap((_, place) => receipts.get(place) ?? []);
}

/**
 * One after the other; but alerts that are over come last, unless the same begins again behind. Monitors list them by their names, and
 * what belongs together is not over while more of it begins at the same moment.
 */
function inTurn(alerts: Alert[]): { alert: Alert; place: number }[] {
  const lastBeginning = new Map(
    alerts.flatMap((alert, place) => (alert.action === 'trigger' ? [[keyOf(alert), place]] : [])),
  );
  const all = alerts.map((alert, place) => ({ alert, place }));
  const isEnd = ({ alert, place }: (typeof all)[number]) =>
    alert.action === 'resolve' && (lastBeginning.get(keyOf(alert)) ?? -1) < place;
  return [...all.filter((one) => !isEnd(one)), ...all.filter(isEnd)];
}

async function receiveAlert(
  alert: Alert,
  sender: Sender,
  { incidents, heartbeats }: Intake,
  guards: AlertGuards,
): Promise<Receipt> {
  const receipt = (action: Receipt['action'], number: number | null | undefined): Receipt => ({
    action,
    incident: number == null ? null : incidentKey(number),
    dedup_key: keyOf(alert),
  });
  switch (alert.action) {
    case 'drop':
      return receipt('ignored', null);
    case 'beat':
      await heartbeats.beat(alert.heartbeat);
      return receipt('ignored', null);
    case 'trigger': {
      const outcome = await incidents.report(alert.report, monitor(alert.report.source, sender), guards);
      if (outcome.kind !== 'repeated') return receipt(outcome.kind, outcome.incident.number);
      return receipt(outcome.effect?.isNew ? 'opened' : 'deduplicated', outcome.effect?.incident);
    }
    default: {
      const { isDone, number } = await follow(alert, sender, incidents, guards);
      const effect = alert.action === 'resolve' ? 'resolved' : 'acknowledged';
      return receipt(isDone ? effect : 'ignored', number);
    }
  }
}

type FollowUp = Extract<Alert, { action: 'acknowledge' | 'resolve' }>;

/** What has become of the incident that an earlier alert has opened. */
async function follow(
  alert: FollowUp,
  sender: Sender,
  incidents: IncidentService,
  guards: AlertGuards,
): Promise<{ isDone: boolean; number: number | null }> {
  const command = { type: alert.action === 'resolve' ? ('resolve_alert' as const) : alert.action };
  const heard = await incidents.executeForAlert(alert, command, monitor(alert.source, sender), guards);
  const done = heard.kind === 'heard' ? heard.outcomes.find(({ kind }) => kind === 'done') : undefined;
  const number =
    heard.kind === 'repeated'
      ? (heard.effect?.incident ?? null)
      : ((done ?? heard.outcomes[0])?.incident.number ?? null);
  if (number !== null || !alert.maybeElsewhere)
    return { isDone: number !== null && (done !== undefined || heard.kind === 'repeated'), number };
  const { requestKey } = guards;
  const elsewhere = { ...alert, serviceId: null, maybeElsewhere: false };
  const once = requestKey === null ? {} : { requestKey: `${requestKey}:elsewhere` };
  return follow(elsewhere, sender, incidents, { ...guards, ...once });
}

function keyOf(alert: Alert): string {
  return alert.action === 'trigger' ? alert.report.dedupKey : alert.dedupKey;
}

/** For a key of a service there are no other incidents. */
export function guardsOf({ serviceId }: Sender): AlertGuards {
  return serviceId === null ? {} : { onlyServiceId: serviceId };
}

/** Who did it: the source as the alert names it, else the key's name. */
export function monitor(source: string | null, sender: Sender): Actor {
  return { kind: 'monitor', name: source ?? sender.name };
}
