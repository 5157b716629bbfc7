import type { Rules, ServiceRules } from '../incidents/change.ts';
import type { Incident } from '../incidents/types.ts';
import { effectiveTargets } from '../oncall/sla.ts';
import { URGENCIES } from '../oncall/urgency.ts';
import type { ConnectionSettings, Rulebook } from './store.ts';
import { DEFAULT_WORKSPACE, type Service, type SlaByUrgency } from './types.ts';

/** What counts for the incidents of a service: what it says itself, completed by the defaults of the workspace. */
export function rulesFor({
  service,
  workspaces,
}: {
  service: Service | null;
  workspaces: ConnectionSettings[];
}): Rules {
  // Defaults are the workspace's own; with several they are those of the first.
  const defaults = workspaces[0]?.settings;
  return {
    policy: service?.policy ?? null,
    heard: (defaults ?? DEFAULT_WORKSPACE).notify.urgencies,
    sla: slaFor(service?.sla ?? {}, defaults?.sla ?? {}),
    // Reference data that an older version has kept knows of neither.
    delay: service?.delay ?? null,
    silence: service?.silence ?? null,
    maintenance: service?.maintenance ?? [],
    reminder: service?.acknowledgeReminder ?? defaults?.acknowledgeReminder ?? null,
  };
}

function slaFor(own: SlaByUrgency, defaults: SlaByUrgency): SlaByUrgency {
  return Object.fromEntries(
    URGENCIES.map((urgency) => [urgency, effectiveTargets(own[urgency] ?? {}, defaults[urgency] ?? {})]),
  );
}

/** A service, with what counts for its incidents; null when there is none of that id. */
export function serviceRules(serviceId: number | null, rulebook: Rulebook): ServiceRules | null {
  const settings = settingsFor({ serviceId }, rulebook);
  if (serviceId !== null && !settings.service) return null;
  return { name: settings.service?.name ?? null, rules: rulesFor(settings) };
}

/** The settings that count for an incident. */
export function settingsFor({ serviceId }: Pick<Incident, 'serviceId'>, { services, workspaces }: Rulebook) {
  return { service: serviceId === null ? null : (services.get(serviceId) ?? null), workspaces };
}
