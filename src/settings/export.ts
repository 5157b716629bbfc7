import { Document, visit } from 'yaml';
import { toFileEntry, toFileIncidentChannels, toFileRetention, toFileRouting, toFileWorkspace } from './file-form.ts';
import { withPersonalReach } from './personal-reach.ts';
import { SECTIONS, type StoredSettings } from './schema/document.ts';
import { withSlackOverrides } from './slack-overrides.ts';
import { withSlackSubscriptions } from './subscriptions.ts';
import type { CurrentSettings } from './writer.ts';

type ExportedSettings = StoredSettings &
  Pick<CurrentSettings, 'slackOverrides' | 'slackSubscriptions' | 'personalReaches'>;

/** The settings as an opsknight.yml that applies to no change. Sections with nothing in them are left out. */
export function exportSettings({
  slackOverrides,
  slackSubscriptions,
  personalReaches,
  ...current
}: ExportedSettings): string {
  const stored = {
    ...current,
    users: withPersonalReach(current.users, personalReaches),
    schedules: withSlackOverrides(current.schedules, slackOverrides),
  };
  const workspace = withSlackSubscriptions(stored.workspace, slackSubscriptions);
  const incidentChannels = toFileIncidentChannels(stored.incident_channels);
  const retention = toFileRetention(stored.retention);
  const sections = SECTIONS.filter((section) => stored[section].length > 0);
  const document = {
    workspace: toFileWorkspace(workspace),
    ...(stored.routing.length > 0 && { routing: toFileRouting(stored.routing) }),
    ...(Object.keys(incidentChannels).length > 0 && { incident_channels: incidentChannels }),
    ...(Object.keys(retention).length > 0 && { retention }),
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
