import type { ConnectionEntry } from '../../../../../settings/schema/connections.ts';
import type { CurrentSettings } from '../../../../../settings/writer.ts';
import { inline } from '../../../../cards/mrkdwn.ts';

/** What controls call the page. */
export const CONNECTIONS = 'connections';
const MAX_NAME = 100;

export const settingOf = (name: string) => ({ section: CONNECTIONS, name: name.toLowerCase() }) as const;
export const shown = (name: string) => inline(name, MAX_NAME);

/** The connection of opsknight.yml of a name; null for none. */
export function entryOf({ connections }: Pick<CurrentSettings, 'connections'>, name: string): ConnectionEntry | null {
  return connections.find((one) => one.name.toLowerCase() === name.toLowerCase()) ?? null;
}
