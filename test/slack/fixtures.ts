import type { StoredTimelineEvent, TimelineFact } from '../../src/incidents/timeline.ts';
import type { Incident } from '../../src/incidents/types.ts';
import { MINUTE } from '../../src/lib/clock.ts';
import type { Actor, PersonActor } from '../../src/people/actor.ts';
import type { IncidentRow } from '../../src/slack/cards/incident.ts';

/** 2026-01-05 09:00 UTC */
export const NOW = Date.UTC(2026, 0, 5, 9);
export const PAGE_URL = 'https://opsknight.example.com/incidents/42';

export const jane: PersonActor = { kind: 'person', connectionId: 1, slackUserId: 'U1', name: 'jane', userId: 7 };
export const bob: PersonActor = { kind: 'person', connectionId: 1, slackUserId: 'U2', name: 'bob', userId: null };
export const prometheus: Actor = { kind: 'monitor', name: 'prometheus' };
export const clock: Actor = { kind: 'clock' };

export function incident(changes: Partial<Incident> = {}): Incident {
  return {
    number: 42,
    version: 1,
    state: { status: 'OPEN' },
    urgency: 'HIGH',
    title: 'Database Connection Timeout',
    description: null,
    serviceId: 3,
    alertServiceId: 3,
    components: [],
    source: null,
    url: null,
    details: null,
    dedupKey: 'db-timeout',
    alertCount: 1,
    openedBy: prometheus,
    openedAt: NOW - 2 * MINUTE,
    lastAlertAt: NOW - 2 * MINUTE,
    raisedAt: null,
    joinedAlerts: 0,
    groupKey: null,
    flappingChoice: null,
    flapping: null,
    firstAcknowledgedAt: null,
    escalation: null,
    pauses: [],
    breached: [],
    roles: [],
    merged: [],
    related: [],
    ...changes,
  };
}

export function row(changes: Partial<Incident> = {}): IncidentRow {
  return { incident: incident(changes), service: { name: 'Payment API' }, pageUrl: PAGE_URL };
}

export function event(fact: TimelineFact, actor: Actor = jane): StoredTimelineEvent {
  return { id: 1, incidentNumber: 42, at: NOW, actor, fact };
}
