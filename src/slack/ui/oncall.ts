import type { SlackMessage } from '../../courier/message.ts';
import { section } from './blocks.ts';
import { cut, mrkdwn, oneLine } from './escape.ts';

/** How a schedule is written in opsknight.yml, complete enough to copy. */
const EXAMPLE = `schedules:
  - name: payments-primary
    timezone: Europe/Berlin
    layers:
      - { start: 2026-01-05T09:00, rotation: weekly, users: [jane@example.com, bob@example.com] }`;

const NO_SCHEDULE = [
  '*No on-call schedule exists yet.*',
  `Add one to opsknight.yml:\n\`\`\`${EXAMPLE}\`\`\``,
  'Then run `opsknight apply opsknight.yml`. Everyone named there must be listed under `users:`.',
].join('\n');

const MAX_NAME = 100;
const MAX_NAMES = 25;

/** The answer to `/opsknight oncall`. `schedules`: their names. */
export function onCall(schedules: readonly string[]): SlackMessage {
  if (schedules.length === 0) return { text: 'No on-call schedule exists yet.', blocks: [section(NO_SCHEDULE)] };
  return { text: 'On-call schedules', blocks: [section(`*On-call schedules*\n${list(schedules)}`)] };
}

/** As many names as there is room for, and how many more there are. */
function list(names: readonly string[]): string {
  const lines = names.map((name) => `• ${mrkdwn(cut(oneLine(name), MAX_NAME))}`);
  const shown = lines.slice(0, MAX_NAMES);
  const more = names.length - shown.length;
  return [...shown, ...(more > 0 ? [`… and ${more} more`] : [])].join('\n');
}
