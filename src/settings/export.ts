import { Document, visit } from 'yaml';
import { SECTIONS, type Section, type Sections, type StoredSettings } from './schema/document.ts';
import { toRoutingEntry } from './schema/routing.ts';
import { toWorkspaceSection } from './schema/workspace.ts';
import { withSlackOverrides } from './slack-overrides.ts';
import { withSlackSubscriptions } from './subscriptions.ts';
import type { CurrentSettings } from './writer.ts';

type ExportedSettings = StoredSettings & Pick<CurrentSettings, 'slackOverrides' | 'slackSubscriptions'>;

/** The settings as an opsknight.yml that applies to no change. Sections with nothing in them are left out. */
export function exportSettings({ slackOverrides, slackSubscriptions, ...current }: ExportedSettings): string {
  const stored = { ...current, schedules: withSlackOverrides(current.schedules, slackOverrides) };
  const workspace = withSlackSubscriptions(stored.workspace, slackSubscriptions);
  const sections = SECTIONS.filter((section) => stored[section].length > 0);
  const document = {
    workspace: withoutEmpty(toWorkspaceSection(workspace)),
    ...(stored.routing.length > 0 && { routing: stored.routing.map((rule) => withoutEmpty(toRoutingEntry(rule))) }),
    ...Object.fromEntries(sections.map((section) => [section, stored[section].map(toFileEntry)])),
  };
  return stringify(document);
}

/** C1 controls, and the marks that turn the reading direction around; YAML itself takes care of C0. */
const UNPRINTABLE = /[\u007F-\u009F\u202A-\u202E\u2066-\u2069]/g;

/** What a terminal would obey, or show in another order, is written as an escape, which reads back as the same. */
function stringify(value: unknown): string {
  const document = new Document(value);
  visit(document, {
    Scalar(_, node) {
      // Only there are escapes read.
      if (typeof node.value === 'string' && node.value.search(UNPRINTABLE) !== -1) node.type = 'QUOTE_DOUBLE';
    },
  });
  const escaped = (character: string) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`;
  return document.toString({ lineWidth: 0 }).replace(UNPRINTABLE, escaped);
}

/** An entry as a person would write it: what is left out reads back as the same. */
function toFileEntry(entry: Sections[Section]): unknown {
  const { active, ...rest } = { active: true, ...entry };
  return withoutEmpty(active ? rest : { ...rest, active });
}

/** What is in Slack's form stays as it was written. */
const SLACKS: ReadonlySet<string> = new Set(['blocks', 'attachments']);

/** Without the settings that nobody has made. A group may be without users, but it has to say so. */
function withoutEmpty(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withoutEmpty);
  if (typeof value !== 'object' || value === null) return value;
  const made = Object.entries(value).filter(([key, item]) => key === 'users' || !isEmpty(item));
  return Object.fromEntries(made.map(([key, item]) => [key, SLACKS.has(key) ? item : withoutEmpty(item)]));
}

function isEmpty(value: unknown): boolean {
  return value === null || (typeof value === 'object' && Object.keys(value).length === 0);
}
