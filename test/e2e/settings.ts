import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { DEFAULT_WORKSPACE } from 'local-slack';

export const SETTINGS = `
workspace:
  default_channel: "#incidents"
  urgency_channels: { HIGH: "#incidents-critical" }
users:
  - { name: Jane Doe, email: jane@example.com, role: admin, timezone: Europe/Berlin }
  - { name: Bob Smith, email: BOB@example.com, role: responder }
services:
  - { name: Payment API, channel: "#payment-alerts" }
  - { name: Website }
${desks()
  .map(({ service, channel }) => `  - { name: ${service}, channel: "${channel}" }`)
  .join('\n')}
`;

/** Where the app's own manifest is, for the local Slack that it is tested on. */
export const MANIFEST = 'manifest.yml';

export interface Desk {
  service: string;
  channel: string;
}

/**
 * Services with a channel each. Slack takes one message a second in a channel, so tests that don't meet in one don't wait
 * for each other.
 */
export function desks(): Desk[] {
  return Array.from({ length: 24 }, (_, index) => ({ service: `Desk ${index}`, channel: `#desk-${index}` }));
}

export const ACME = {
  ...DEFAULT_WORKSPACE,
  channels: [...(DEFAULT_WORKSPACE.channels ?? []), ...desks().map(({ channel }) => ({ name: channel }))],
};

/** Writes an opsknight.yml into the folder. @returns where it is. */
export async function writeSettings(folder: string, settings = SETTINGS): Promise<string> {
  const file = join(folder, 'opsknight.yml');
  await writeFile(file, settings);
  return file;
}
