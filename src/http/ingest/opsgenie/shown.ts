import { MAX_SNOOZE, MIN_SNOOZE } from '../../../incidents/decide.ts';
import type { Incident } from '../../../incidents/types.ts';
import { DAY, MINUTE } from '../../../lib/clock.ts';
import type { Urgency } from '../../../oncall/urgency.ts';
import { alertIdOf, integrationIdOf } from './ids.ts';
import type { DoneRequest, RequestAction, RequestResult } from './request-id.ts';

const PRIORITIES: Record<Urgency, string> = { HIGH: 'P1', MEDIUM: 'P3', LOW: 'P5' };

/** What a request that did what it was to do is called afterwards. */
const DONE: Record<RequestAction, string> = {
  Create: 'Created alert',
  Acknowledge: 'Acknowledged alert',
  Close: 'Closed alert',
  Snooze: 'Snoozed alert',
  AddNote: 'Added note',
  UpdateMessage: 'Updated message',
  UpdateDescription: 'Updated description',
};

/** Why it did nothing. */
const NOT_DONE: Record<Exclude<RequestResult, 'done' | 'counted'>, string> = {
  alert_missing: 'Alert does not exist',
  already_acknowledged: 'Alert is already acknowledged',
  already_closed: 'Alert is already closed',
  snooze_out_of_range: `Alert can be snoozed for ${MIN_SNOOZE / MINUTE} minute to ${MAX_SNOOZE / DAY} days`,
  no_effect: 'An incident keeps the message and the description that it was opened with',
  refused: 'Alert can not be changed so',
};

/** What came of a request, as `GET /v2/alerts/requests/<id>` tells it. */
export function requestAsShown({ at, action, result }: DoneRequest, incident: Incident | null, keyId: number) {
  const success = result === 'done' || result === 'counted';
  const status = result === 'done' ? DONE[action] : result === 'counted' ? 'Increased alert count' : NOT_DONE[result];
  return {
    success,
    action,
    processedAt: new Date(at).toISOString(),
    integrationId: integrationIdOf(keyId),
    isSuccess: success,
    status,
    alertId: incident ? alertIdOf(incident.number) : '',
    alias: incident?.dedupKey ?? '',
  };
}

/**
 * An incident as `GET /v2/alerts/<alert>` shows an alert: what a script asks about. @param survivor what it goes on as, when it was
 * merged: it stands as that one does
 */
export function alertAsShown({ number, ...incident }: Incident, survivor: Incident | null) {
  const { state } = survivor ?? incident;
  return {
    id: alertIdOf(number),
    tinyId: String(number),
    alias: incident.dedupKey,
    message: incident.title,
    description: incident.description ?? '',
    status: state.status === 'RESOLVED' ? 'closed' : 'open',
    acknowledged: state.status === 'ACKNOWLEDGED',
    snoozed: state.status === 'SNOOZED',
    ...(state.status === 'SNOOZED' && { snoozedUntil: new Date(state.until).toISOString() }),
    count: incident.alertCount,
    createdAt: new Date(incident.openedAt).toISOString(),
    lastOccurredAt: new Date(incident.lastAlertAt).toISOString(),
    source: incident.source ?? '',
    priority: PRIORITIES[incident.urgency],
  };
}
