import type { RoutingRule } from '../routing/rule.ts';
import type { Section, Sections } from './schema/document.ts';
import { toIncidentChannelsSection } from './schema/incident-channels.ts';
import { toRetentionSection } from './schema/retention.ts';
import { toRoutingEntry } from './schema/routing.ts';
import { toWorkspaceSection } from './schema/workspace.ts';
import type { IncidentChannels, Retention, WorkspaceSettings } from './types.ts';

/*
 * What is stored, as a person would write it in opsknight.yml: what is left out reads back as the same. Whatever is edited,
 * logged or exported is in this form.
 */

export type FileForm = Record<string, unknown>;

export function toFileEntry(entry: Sections[Section]): FileForm {
  const { active, ...rest } = { active: true, ...entry };
  return withoutEmpty(active ? rest : { ...rest, active });
}

export function toFileWorkspace(settings: WorkspaceSettings): FileForm {
  return withoutEmpty(toWorkspaceSection(settings));
}

export function toFileRouting(rules: readonly RoutingRule[]): FileForm[] {
  return rules.map((rule) => withoutEmpty(toRoutingEntry(rule)));
}

export function toFileIncidentChannels(rule: IncidentChannels): FileForm {
  return withoutEmpty(toIncidentChannelsSection(rule));
}

export function toFileRetention(retention: Retention): FileForm {
  return withoutEmpty(toRetentionSection(retention));
}

/** What is in Slack's form stays as it was written. */
const SLACKS: ReadonlySet<string> = new Set(['blocks', 'attachments']);

/** Without the settings that nobody has made. A group may be without users, but it has to say so. */
function withoutEmpty(value: object): FileForm {
  const made = Object.entries(value).filter(([key, item]) => key === 'users' || !isEmpty(item));
  return Object.fromEntries(made.map(([key, item]) => [key, SLACKS.has(key) ? item : tidied(item)]));
}

function tidied(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(tidied);
  return typeof value === 'object' && value !== null ? withoutEmpty(value) : value;
}

function isEmpty(value: unknown): boolean {
  return value === null || value === undefined || (typeof value === 'object' && Object.keys(value).length === 0);
}
