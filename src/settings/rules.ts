import type { Rules, ServiceRules } from '../incidents/change.ts';
import { DEFAULT_FLAPPING } from '../incidents/flapping.ts';
import type { Incident } from '../incidents/types.ts';
import { effectiveTargets } from '../oncall/sla.ts';
import { URGENCIES } from '../oncall/urgency.ts';
import type { ConnectionSettings, Rulebook } from './store.ts';
import { type ChannelRef, DEFAULT_WORKSPACE, type Service, type SlaByUrgency } from './types.ts';

/**
 * What counts for the incidents of a service: what it says itself, completed by the defaults of the workspace.
 * @param workspaces those of the incident, the one whose defaults count first
 */
export function rulesFor({
  service,
  workspaces,
}: {
  service: Service | null;
  workspaces: ConnectionSettings[];
}): Rules {
  const defaults = workspaces[0]?.settings;
  return {
    policy: service?.policy ?? null,
    heard: (defaults ?? DEFAULT_WORKSPACE).notify.urgencies,
    sla: slaFor(service?.sla ?? {}, defaults?.sla ?? {}),
    // Reference data that an older version has kept knows of none of these.
    delay: service?.delay ?? null,
    silence: service?.silence ?? null,
    group: service?.group ?? null,
    flapping: service?.flapping === undefined ? DEFAULT_FLAPPING : service.flapping,
    maintenance: service?.maintenance ?? [],
    updateReminder: defaults?.updateReminder ?? null,
    roles: defaults?.roles ?? [],
    reminder: service?.acknowledgeReminder ?? defaults?.acknowledgeReminder ?? null,
  };
}

function slaFor(own: SlaByUrgency, defaults: SlaByUrgency): SlaByUrgency {
  return Object.fromEntries(
    URGENCIES.map((urgency) => [urgency, effectiveTargets(own[urgency] ?? {}, defaults[urgency] ?? {})]),
  );
}

/** A service, with what counts for an incident that somebody has opened, once it is of it; null when there is none of that id. */
export function serviceRules(incident: Belonging, rulebook: Rulebook): ServiceRules | null {
  const { serviceId } = incident;
  const settings = settingsFor(incident, rulebook);
  if (serviceId !== null && !settings.service) return null;
  return { name: settings.service?.name ?? null, rules: rulesFor(settings) };
}

/** A service's channel is one of its connection; in other workspaces there may be none, or another one, of that name. */
export function isAtHome({ connection }: Pick<Service, 'connection'>, connectionId: number): boolean {
  return !connection || connection.id === connectionId;
}

/**
 * Whether a channel may not show the incidents of a service, because it is of a closed project. What its policy calls sees what for.
 * @param names how channels are called that are named by their ids
 */
export function isConfinedFrom(
  service: Service | null,
  target: ChannelRef,
  names: Readonly<Record<ChannelRef, ChannelRef>>,
): boolean {
  if (!service?.confinedTo) return false;
  const { channel, channels, confinedTo, policy } = service;
  const called = policy?.steps.flatMap(({ targets }) => targets.filter(({ kind }) => kind === 'channel')) ?? [];
  const open = [channel, ...channels, ...confinedTo, ...called.map(({ name }) => name)];
  const nameOf = (one: ChannelRef) => names[one] ?? one;
  return !open.some((one) => one !== null && nameOf(one) === nameOf(target));
}

/** What decides which connections an incident belongs to. */
export type Belonging = Pick<Incident, 'serviceId' | 'openedBy'>;

/** The settings that count for an incident: of its service, and of the workspaces that it belongs to. */
export function settingsFor({ serviceId, openedBy }: Belonging, { services, workspaces }: Rulebook) {
  const service = serviceId === null ? null : (services.get(serviceId) ?? null);
  return { service, workspaces: workspacesFor(service, openedBy, workspaces) };
}

/**
 * The workspaces that an incident belongs to, its own first: that of its service's connection; else where somebody has opened it; else
 * the organisation's. Whoever opens one sees it, and so do those whom its service is shared with.
 */
export function workspacesFor(
  service: Service | null,
  openedBy: Incident['openedBy'] | null,
  all: ConnectionSettings[],
): ConnectionSettings[] {
  const opener = openedBy?.kind === 'person' ? [openedBy.connectionId] : [];
  const own = service?.connection?.isNamed ? [service.connection.id] : [];
  const ids = new Set([...own, ...opener, ...(own.length + opener.length === 0 ? organisation(all) : [])]);
  for (const id of service?.sharedWith ?? []) ids.add(id);
  const theirs = [...ids].flatMap((id) => all.find(({ connectionId }) => connectionId === id) ?? []);
  return theirs.length > 0 ? theirs : all.slice(0, 1);
}

/** What counts for the incidents of a service that somebody opens; null for nobody in particular. */
export function rulesOf(
  service: Service | null,
  openedBy: Incident['openedBy'] | null,
  all: ConnectionSettings[],
): Rules {
  return rulesFor({ service, workspaces: workspacesFor(service, openedBy, all) });
}

function organisation(all: ConnectionSettings[]): number[] {
  return all.slice(0, 1).map(({ connectionId }) => connectionId);
}
