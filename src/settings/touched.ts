import type { Incident } from '../incidents/types.ts';
import { isSameName } from '../oncall/targets.ts';
import type { Target } from '../oncall/types.ts';
import type { SettingsChange } from './changes.ts';
import type { NewSettings } from './new-settings.ts';
import type { Sections, StoredSettings } from './schema/document.ts';

/** What people and schedules are in, as far as the operator has written it. */
type Memberships = Pick<StoredSettings, 'groups' | 'schedules'>;

/** How many open incidents a change is about: of its service, or on whose escalation policy its entry stands. */
export function touchedBy(change: SettingsChange, settings: NewSettings, memberships: Memberships): number {
  return settings.live.filter((incident) => isTouched(incident, change, settings, memberships)).length;
}

function isTouched(
  { serviceId, escalation }: Incident,
  change: SettingsChange,
  { before, after }: NewSettings,
  memberships: Memberships,
): boolean {
  const services = [before, after].flatMap(({ services }) => services.get(serviceId ?? 0) ?? []);
  const policies = [...services.map(({ policy }) => policy), escalation?.policy ?? null].filter((one) => one !== null);
  switch (change.section) {
    case 'workspace':
    case 'workspaces':
      return true;
    case 'projects':
    case 'connections':
      return false; // said by the services that name it
    case 'services':
      return services.some(({ name }) => isNamed(change, name));
    case 'maintenance': // said by those that it holds
    case 'templates':
    case 'webhooks':
    case 'senders':
    case 'outgoing_webhooks':
    case 'runbooks': // for what happens from now on
      return false;
    case 'escalation_policies':
      return policies.some(({ name }) => isNamed(change, name));
    case 'routing':
    case 'heartbeats':
    case 'incident_channels':
    case 'retention':
      return false; // counts for what comes in from now on
    default: {
      const targets = policies.flatMap(({ steps }) => steps.flatMap((step) => step.targets));
      return targets.some((target) => leadsTo(target, change, memberships));
    }
  }
}

type Referred = Extract<SettingsChange, { section: 'users' | 'groups' | 'schedules' }>;

function leadsTo({ kind, name }: Target, change: Referred, { groups, schedules }: Memberships): boolean {
  if (change.section !== 'users') return `${kind}s` === change.section && isNamed(change, name);
  const email = (change.before ?? change.after)?.email ?? '';
  switch (kind) {
    case 'user':
      return name === email;
    case 'group':
      return groups.some((group) => isSameName(group.name, name) && group.users.includes(email));
    case 'schedule':
      return schedules.some((schedule) => isSameName(schedule.name, name) && peopleOf(schedule).includes(email));
    default:
      return false;
  }
}

function peopleOf({ layers, overrides }: Sections['schedules']): string[] {
  return [...layers.flatMap(({ users }) => users), ...overrides.map(({ user }) => user)];
}

function isNamed({ before, after }: { before: { name: string } | null; after: { name: string } | null }, name: string) {
  return [before, after].some((entry) => entry && isSameName(entry.name, name));
}
