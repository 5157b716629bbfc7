import { maintenanceUntil } from '../../incidents/maintenance.ts';
import type { TimelineEvent } from '../../incidents/timeline.ts';
import type { Incident } from '../../incidents/types.ts';
import { isSameName } from '../../oncall/targets.ts';
import { URGENCIES, type Urgency } from '../../oncall/urgency.ts';
import type { IncidentChannels, Service } from '../../settings/types.ts';

/**
 * Whether the settings give an incident a channel of its own by this change: when it is first shown, or when it has become so urgent.
 * What is of a closed project, or in maintenance, gets none.
 * @param opens it is shown for the first time
 */
export function getsOwnChannel(
  { urgency }: Pick<Incident, 'urgency'>,
  events: readonly TimelineEvent[],
  { opens, service, rule: { when } }: { opens: boolean; service: Service | null; rule: IncidentChannels },
): boolean {
  const [first] = events;
  if (!when || !first || !matches(when, urgency, service)) return false;
  if (service?.confinedTo || maintenanceUntil(service?.maintenance ?? [], first.at) !== null) return false;
  return opens || events.some(({ fact }) => isRaised(fact) && !matches(when, fact.from, service));
}

function matches(
  { urgencies, services }: NonNullable<IncidentChannels['when']>,
  urgency: Urgency,
  service: Service | null,
) {
  const isOfService = services === null || (service !== null && services.some((one) => isSameName(one, service.name)));
  return isOfService && (urgencies === null || urgencies.includes(urgency));
}

type Fact = TimelineEvent['fact'];

/** Also when a person says so. */
function isRaised(fact: Fact): fact is Extract<Fact, { kind: 'urgency_raised' | 'urgency_changed' }> {
  if (fact.kind !== 'urgency_raised' && fact.kind !== 'urgency_changed') return false;
  return URGENCIES.indexOf(fact.to) < URGENCIES.indexOf(fact.from);
}
