import { DateTime } from 'luxon';
import { type CheckUpFinding, LOOK_AHEAD, UNUSED_AFTER } from '../check-up/check-up.ts';
import { DAY, type UtcMs } from '../lib/clock.ts';
import { OBSTACLES } from './people.ts';
import { cutTo, oneLine } from './text.ts';

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
        remedy: `Revoke it, unless a tool that seldom sends alerts uses it: opsknight keys revoke, with its prefix. After ${UNUSED_AFTER / DAY} days without use a key is named here.`,
      };
    }
    case 'unreachable_person': {
      const { name, obstacle, hasOtherMethods } = finding;
      return {
        what: `${oneLine(name)}, ${OBSTACLES[obstacle]}, can ${hasOtherMethods ? 'only be reached outside Slack' : 'not be reached at all'}`,
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
          'Nobody is on call then: add a layer or an override, unless another step of its policies covers that time.',
      };
    }
    case 'unused_policy':
      return {
        what: `Escalation policy ${oneLine(finding.policy)} is used by no service`,
        remedy: 'Name it in a service, or remove it.',
      };
    case 'unused_channel':
      return {
        what: `OpsKnight is in ${oneLine(finding.channel)}, which no setting names, and has not posted there for ${UNUSED_AFTER / DAY} days`,
        remedy: 'Remove it from the channel, or name the channel in a setting.',
      };
    case 'missing_scope': {
      const { scope, switchesOff } = finding;
      const effect = switchesOff === null ? '' : `: without it there is no ${switchesOff}`;
      return {
        what: `The Slack app lacks the permission ${scope}${effect}`,
        remedy: 'Compare the app with `opsknight manifest`, add what is missing, and reinstall it.',
      };
    }
    case 'needless_scope':
      return {
        what: `The Slack app has the permission ${oneLine(finding.scope)}, which OpsKnight does not ask for`,
        remedy:
          'Take it away at https://api.slack.com/apps, and reinstall the app, unless something else goes by the same token.',
      };
    case 'idle_scope':
      return {
        what: `The Slack app has the permission ${finding.scope}, which nothing uses any more as things are set`,
        remedy:
          'Take it away at https://api.slack.com/apps and reinstall the app, if it is not to be used again; it is named here as long as it is granted.',
      };
    case 'policies_in_part':
      return {
        what: `There are so many hand-offs that escalation policies were looked at until ${timeOf(finding.until, 'UTC')} UTC only`,
        remedy: 'Look again nearer to that time.',
      };
    case 'policy_without_people': {
      const { policy, services, from } = finding;
      const named = services.slice(0, NAMED).map(oneLine).join(', ');
      const more = services.length > NAMED ? ` and ${services.length - NAMED} more` : '';
      const when = from <= now ? 'now' : `from ${timeOf(from, 'UTC')} UTC on`;
      return {
        what: `Escalation policy ${oneLine(policy)} reaches nobody ${when}; ${named}${more} ${services.length === 1 ? 'uses' : 'use'} it`,
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

/** A kind of finding with the first of its findings, as a message lists them. */
export interface CheckUpPart {
  found: string[];
  /** How many are not among them. */
  more: number;
  remedy: string;
}

/** So many of each kind; fewer where all of it would be too long for a message. */
const LISTED = [10, 4, 1];
const MAX_LINE = 160;
/** A message of Slack holds about 13,000 characters. */
const MAX_PARTS = 8_000;

/** All findings of a kind together, so many of each that people read them. */
export function checkUpParts(findings: readonly CheckUpFinding[], now: UtcMs): CheckUpPart[] {
  const kinds = [...new Set(findings.map(({ kind }) => kind))];
  const words = kinds.map((kind) => findings.filter((one) => one.kind === kind).map((one) => checkUpWords(one, now)));
  const listing = (most: number) => words.map((ofKind) => partOf(ofKind, most));
  return LISTED.map(listing).find((parts) => lengthOf(parts) <= MAX_PARTS) ?? listing(1);
}

function partOf(words: readonly { what: string; remedy: string }[], most: number): CheckUpPart {
  return {
    found: words.slice(0, most).map(({ what }) => cutTo(MAX_LINE, what)),
    more: Math.max(0, words.length - most),
    remedy: words[0]?.remedy ?? '',
  };
}

/** As Slack counts it, which spells some characters with five. */
function lengthOf(parts: readonly CheckUpPart[]): number {
  const all = parts.flatMap(({ found, remedy }) => [...found, remedy]).join('\n');
  return all.replace(/[&<>]/g, '&amp;').length;
}
