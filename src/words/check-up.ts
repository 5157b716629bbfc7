import { DateTime } from 'luxon';
import { type CheckUpFinding, LOOK_AHEAD, UNUSED_AFTER } from '../check-up/check-up.ts';
import { DAY, type UtcMs } from '../lib/clock.ts';
import { OBSTACLES } from './people.ts';
import { oneLine } from './text.ts';

/** So many services are named. */
const NAMED = 5;

/** What a check-up has found, and what to do about it. */
export function checkUpWords(finding: CheckUpFinding, now: UtcMs): { what: string; remedy: string } {
  switch (finding.kind) {
    case 'unused_key': {
      const { name, prefix, lastUsedAt } = finding;
      const since = lastUsedAt === null ? 'has never been used' : `was last used on ${dateOf(lastUsedAt)}`;
      return {
        what: `Key ${oneLine(name)} (${prefix}…) ${since}`,
        remedy: `Revoke it, unless something that seldom reports has it: opsknight keys revoke ${prefix}. After ${UNUSED_AFTER / DAY} days without use a key is named here.`,
      };
    }
    case 'unreachable_person': {
      const { name, obstacle, hasOtherMethods } = finding;
      return {
        what: `${oneLine(name)}, ${OBSTACLES[obstacle]}, is reached ${hasOtherMethods ? 'only past Slack' : 'by nothing'}`,
        remedy:
          'Write the e-mail address of their Slack account in opsknight.yml, or `active: false` for whoever has left.',
      };
    }
    case 'gaps': {
      const { schedule, timezone, count, first } = finding;
      const number = count === 1 ? 'a gap' : `${count} gaps`;
      const end = first.to === null ? '' : ` to ${timeOf(first.to, timezone)}`;
      const begin = first.from <= now ? 'now' : timeOf(first.from, timezone);
      return {
        what: `Schedule ${oneLine(schedule)} has ${number} in the next ${LOOK_AHEAD / DAY} days, the first from ${begin}${end} (${timezone})`,
        remedy:
          'Nobody is on call in it then: add a layer or an override, unless another step of its policies covers that time.',
      };
    }
    case 'policy_without_people': {
      const { policy, services, from } = finding;
      const named = services.slice(0, NAMED).map(oneLine).join(', ');
      const more = services.length > NAMED ? ` and ${services.length - NAMED} more` : '';
      const when = from <= now ? 'now' : `from ${timeOf(from, 'UTC')} UTC on`;
      return {
        what: `Escalation policy ${oneLine(policy)} reaches nobody ${when}; ${named}${more} ${services.length === 1 ? 'goes' : 'go'} by it`,
        remedy: 'Give it a step that calls somebody at any time, such as a person, or a channel.',
      };
    }
  }
}

function timeOf(at: UtcMs, zone: string): string {
  return DateTime.fromMillis(at, { zone }).toFormat('ccc yyyy-MM-dd HH:mm');
}

function dateOf(at: UtcMs): string {
  return DateTime.fromMillis(at, { zone: 'UTC' }).toFormat('yyyy-MM-dd');
}
