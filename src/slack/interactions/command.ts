import type { AskedCommand } from '../../incidents/commands.ts';
import { parseIncidentKey } from '../../incidents/types.ts';
import { MINUTE, type UtcMs } from '../../lib/clock.ts';
import type { SlackMessage } from '../../notifications/message.ts';
import { parseDuration } from '../../settings/duration.ts';
import { asTyped, mrkdwn } from '../cards/mrkdwn.ts';
import { notice } from '../cards/replies.ts';
import { type Asker, carryOut, tell } from './answers.ts';
import type { Deps } from './deps.ts';
import type { FormRequest } from './modal.ts';

export interface CommandCall {
  asker: Asker;
  triggerId: string;
  /** Where it was written. */
  channelId: string;
  /** What followed the subcommand, as the person typed it. */
  rest: string;
  /** The same as Slack sent it: with the ids of people and channels. */
  escaped: string;
  /** Answers Slack, which waits three seconds; the second time it does nothing. */
  ack(): Promise<void>;
}

export interface CommandHelp {
  name: string;
  /** What follows "/opsknight": "create [title]". */
  usage: string;
  /** What it does, in a few words. */
  help: string;
}

/** A word after `/opsknight`. It is registered with its help, so that help can't fall behind. */
export interface Subcommand extends CommandHelp {
  /** It changes something: Slack is answered when that is on disk, by `carryOut`. The others are answered at once. */
  changes?: true;
  run(deps: Deps, call: CommandCall): Promise<void>;
}

interface IncidentCommand {
  name: string;
  help: string;
  command: AskedCommand;
  /** What is said when it is done. */
  success(number: number): SlackMessage;
}

/** A subcommand that gives a command to the incident that it names. */
export function incidentCommand({ name, help, command, success }: IncidentCommand): Subcommand {
  const usage = `${name} INC-n`;
  return {
    name,
    usage,
    help,
    changes: true,
    async run(deps, call) {
      const number = parseIncidentKey(call.rest);
      if (number === null) return tell(deps, call.asker, writeItLikeThis(usage, `${name} INC-42`));
      await commandIncident(deps, call, number, command, success(number));
    },
  };
}

interface FormCommand {
  name: string;
  help: string;
  open(deps: Deps, request: FormRequest, number: number): Promise<void>;
}

/** A subcommand that opens a form about the incident that it names. */
export function incidentForm({ name, help, open }: FormCommand): Subcommand {
  const usage = `${name} INC-n`;
  return {
    name,
    usage,
    help,
    changes: true,
    async run(deps, { asker, triggerId, rest, ack }) {
      const number = parseIncidentKey(rest);
      if (number === null) return tell(deps, asker, writeItLikeThis(usage, `${name} INC-42`));
      await open(deps, { asker, triggerId, inView: null, ack }, number);
    },
  };
}

/** "INC-42 and the rest": null when it does not begin with an incident. */
export function keyAndRest(text: string): { number: number; rest: string } | null {
  const [word = ''] = text.split(/\s/, 1);
  const number = parseIncidentKey(word);
  return number === null ? null : { number, rest: text.slice(word.length).trim() };
}

/** "INC-43 into INC-42", or the two alone; null for anything else. */
export function twoKeys(text: string): [number, number] | null {
  const [first, second, ...more] = text
    .split(/\s+/)
    .filter((word) => !JOINING.has(word.toLowerCase()))
    .map(parseIncidentKey);
  return first && second && more.length === 0 ? [first, second] : null;
}

const JOINING: ReadonlySet<string> = new Set(['', 'and', 'from', 'into', 'to', 'with']);

/** Does something to an incident that is named in a command. */
export async function commandIncident(
  deps: Deps,
  { asker, triggerId, ack }: CommandCall,
  number: number,
  command: AskedCommand,
  success: SlackMessage,
): Promise<void> {
  const action = { kind: 'command', number, command } as const;
  await carryOut(deps, { requestKey: triggerId, asker, action, ack }, success);
}

/** How a command is written. `usage` is what follows "/opsknight". */
export function writeItLikeThis(usage: string, example: string): SlackMessage {
  return notice(`Write it like this: \`/opsknight ${mrkdwn(usage)}\`, such as \`/opsknight ${mrkdwn(example)}\``);
}

/** What follows a subcommand that is about a person: `@user 4h payments-primary`, in any order. */
export interface CommandWords {
  /** The Slack account that is mentioned first; null for none. */
  slackUserId: string | null;
  /** The first duration, in milliseconds; null for none. */
  duration: number | null;
  /** The rest, as typed. */
  rest: string;
}

/** @param escaped As Slack sends it: `<@U123|jane> 4h`. */
export function readCommandWords(escaped: string): CommandWords {
  const { slackUserId, rest } = readMention(escaped);
  const words = asTyped(rest).split(/\s+/);
  const at = words.findIndex((word) => (parseDuration(word.toLowerCase()) ?? 0) > 0);
  const duration = at < 0 ? null : parseDuration(words[at]?.toLowerCase() ?? '');
  return {
    slackUserId,
    duration,
    rest: words
      .filter((_, index) => index !== at)
      .join(' ')
      .trim(),
  };
}

/** The first mention of a person in escaped text, and the text without it. */
export function readMention(escaped: string): { slackUserId: string | null; rest: string } {
  const [mention = '', slackUserId = null] = /<@([UW][A-Z0-9]+)(?:\|[^<>]*)?>/.exec(escaped) ?? [];
  return { slackUserId, rest: escaped.replace(mention, '').trim() };
}

/** Shorter, a turn would be over before anybody is called by it. */
export const SHORTEST_SPAN = MINUTE;

/** From this minute on, for as long at least: people and opsknight.yml speak of minutes. */
export function wholeMinutes(now: UtcMs, length: number): { from: UtcMs; to: UtcMs } {
  return { from: Math.floor(now / MINUTE) * MINUTE, to: Math.ceil((now + length) / MINUTE) * MINUTE };
}

/** Nothing was changed. */
export function tooShort(): SlackMessage {
  return notice(
    'That is too short; nothing was changed. Somebody is on call for a minute at least, such as `30m` or `4h`.',
  );
}
