import type { RoutingRule } from '../routing/rule.ts';
import { formatPath, type Path } from './problems.ts';
import { NOUNS, type Section, type Sections } from './schema/document.ts';
import { toIncidentChannelsSection } from './schema/incident-channels.ts';
import { toRetentionSection } from './schema/retention.ts';
import { toRoutingEntry } from './schema/routing.ts';
import { toWorkspaceSection } from './schema/workspace.ts';
import type { IncidentChannels, Retention, WorkspaceSettings } from './types.ts';

/** An entry that comes (`before` is null), goes (`after` is null) or becomes another. */
export interface EntryChange<Entry> {
  before: Entry | null;
  after: Entry | null;
  /** What the operator should know about it besides. */
  note: string | null;
}

export type SettingsChange =
  | { section: 'workspace'; before: WorkspaceSettings; after: WorkspaceSettings }
  /** As a whole: what a rule does depends on those before it. */
  | { section: 'routing'; before: RoutingRule[]; after: RoutingRule[] }
  | { section: 'incident_channels'; before: IncidentChannels; after: IncidentChannels }
  | { section: 'retention'; before: Retention; after: Retention }
  | { [S in Section]: { section: S } & EntryChange<Sections[S]> }[Section];

/**
 * A change as the operator reads it: `+` comes, `~` changes, `-` goes, and under it every value that differs.
 *
 *     ~ service "Payment API"
 *         channel: none → "#payment-alerts"
 */
export function describeChange(change: SettingsChange): string {
  if (change.section === 'workspace') {
    const { before, after } = change;
    return ['~ workspace', ...differences(toWorkspaceSection(before), toWorkspaceSection(after))].join('\n');
  }
  if (change.section === 'routing') {
    const [before, after] = [change.before, change.after].map((rules) => rules.map(toRoutingEntry));
    return ['~ routing', ...differences(before, after)].join('\n');
  }
  if (change.section === 'incident_channels') {
    const [before, after] = [change.before, change.after].map(toIncidentChannelsSection);
    return ['~ incident_channels', ...differences(before, after)].join('\n');
  }
  if (change.section === 'retention') {
    const [before, after] = [change.before, change.after].map(toRetentionSection);
    return ['~ retention', ...differences(before, after)].join('\n');
  }
  const { section, before, after, note } = change;
  const entry = after ?? before;
  const label = entry && ('email' in entry ? entry.email : JSON.stringify(entry.name));
  const sign = before === null ? '+' : after === null ? '-' : '~';
  const details = before && after ? differences(before, after) : [];
  return [`${sign} ${NOUNS[section]} ${label}${note ? ` (${note})` : ''}`, ...details].join('\n');
}

function differences(before: unknown, after: unknown): string[] {
  return differencesOf(before, after).map(({ path, from, to }) => `    ${path}: ${from ?? 'none'} → ${to ?? 'none'}`);
}

/** One value that differs, as JSON; null where there is none. */
export interface Difference {
  path: string;
  from: string | null;
  to: string | null;
}

/** Every single value in which two entries differ. */
export function differencesOf(before: unknown, after: unknown): Difference[] {
  const old = new Map(leaves(before));
  const now = new Map(leaves(after));
  return [...new Set([...old.keys(), ...now.keys()])]
    .filter((path) => old.get(path) !== now.get(path))
    .map((path) => ({ path, from: old.get(path) ?? null, to: now.get(path) ?? null }));
}

/** Every single value in an entry, with its path. */
function leaves(value: unknown, path: Path = []): [path: string, text: string][] {
  if (value === null || value === undefined) return [];
  if (typeof value !== 'object') return [[formatPath(path), JSON.stringify(value)]];
  if (Array.isArray(value)) return value.flatMap((item, index) => leaves(item, [...path, index]));
  return Object.entries(value).flatMap(([key, item]) => leaves(item, [...path, key]));
}
