import { inline } from '../../../../cards/mrkdwn.ts';

/** What controls call the page. */
export const SERVICES = 'services';
const MAX_NAME = 100;

export const settingOf = (name: string) => ({ section: SERVICES, name: name.toLowerCase() }) as const;
export const shown = (name: string) => inline(name, MAX_NAME);

export function saved(name: string): string {
  return `*${shown(name)}* was saved. SLA targets and a first policy count for its open incidents, too; a channel for new ones.`;
}
