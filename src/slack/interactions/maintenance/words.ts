import { type MaintenanceSpan, maintenanceUntil } from '../../../incidents/maintenance.ts';
import type { UtcMs } from '../../../lib/clock.ts';
import { MAX_WINDOWS, type MaintenanceWindow } from '../../../maintenance/store.ts';
import type { SlackMessage } from '../../../notifications/message.ts';
import { section } from '../../cards/blocks.ts';
import { inline } from '../../cards/mrkdwn.ts';
import { actorName } from '../../cards/names.ts';
import { notice } from '../../cards/replies.ts';
import { dateAndTime } from '../../cards/time.ts';

const MAX_NAME = 100;
const MAX_REASON = 150;
/** A line of each fits into a section. */
const MAX_LISTED = 6;

export function maintenanceBegun(service: string, to: UtcMs): SlackMessage {
  return notice(
    `🛠️ ${inline(service, MAX_NAME)} is in maintenance ${dateAndTime(to, 'until')}. What happens to it opens incidents, and pages nobody until then. It ends earlier with \`/opsknight maintenance "${inline(service, MAX_NAME)}" end\`.`,
  );
}

export function maintenanceEnded(service: string, still: readonly MaintenanceSpan[], now: UtcMs): SlackMessage {
  const until = maintenanceUntil(still, now);
  const name = inline(service, MAX_NAME);
  return notice(
    until === null
      ? `🛠️ The maintenance of ${name} is over: its open incidents page people from now on.`
      : `🛠️ What people have begun for ${name} is over; opsknight.yml keeps it in maintenance ${dateAndTime(until, 'until')}.`,
  );
}

export function noMaintenance(service: string, still: readonly MaintenanceSpan[], now: UtcMs): SlackMessage {
  const until = maintenanceUntil(still, now);
  const name = inline(service, MAX_NAME);
  return notice(
    until === null
      ? `${name} is not in maintenance; nothing was changed.`
      : `opsknight.yml keeps ${name} in maintenance ${dateAndTime(until, 'until')}: change it there, and apply it. Nothing was changed.`,
  );
}

export function tooManyWindows(service: string): SlackMessage {
  const name = inline(service, MAX_NAME);
  return notice(
    `${name} has ${MAX_WINDOWS} maintenance windows that are not over; nothing was changed. \`/opsknight maintenance "${name}" end\` ends those that are under way.`,
  );
}

export function serviceIsGone(): SlackMessage {
  return notice('That service does not exist any more; nothing was changed.');
}

/** The answer to `/opsknight maintenance`: what is under way, and what is to come. */
export function maintenanceList(windows: readonly MaintenanceWindow[], now: UtcMs): SlackMessage {
  const text = 'Maintenance';
  if (windows.length === 0) return notice('No service is in maintenance, and none will be.');
  const lines = windows.slice(0, MAX_LISTED).map((window) => line(window, now));
  const more = windows.length - lines.length;
  return { text, blocks: [section(['*Maintenance*', ...lines, ...(more > 0 ? [`and ${more} more`] : [])].join('\n'))] };
}

function line({ service, from, to, reason, by }: MaintenanceWindow, now: UtcMs): string {
  const begins = from > now ? `${dateAndTime(from, 'from')} ` : '';
  const who = by === null ? 'by opsknight.yml' : `by ${actorName(by)}`;
  const why = reason ? `: ${inline(reason, MAX_REASON)}` : '';
  return `🛠️ ${inline(service, MAX_NAME)} ${begins}${dateAndTime(to, 'until')}, ${who}${why}`;
}
