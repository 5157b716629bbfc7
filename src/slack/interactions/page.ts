import { incidentKey, MAX_TITLE, parseIncidentKey } from '../../incidents/types.ts';
import type { SlackMessage } from '../../notifications/message.ts';
import { type Call, callTo, pageToAccount, reachesSomebody } from '../../oncall/call.ts';
import { directoryIn } from '../../oncall/directory-in.ts';
import { flawOf } from '../../people/accounts.ts';
import { oneLine } from '../../words/text.ts';
import { soon } from '../api/patience.ts';
import { asTyped, cut } from '../cards/mrkdwn.ts';
import { callWords } from '../cards/names.ts';
import { unknownSchedule } from '../cards/on-call.ts';
import { askAgain, notice } from '../cards/replies.ts';
import { carryOut, tell } from './answers.ts';
import { type CommandCall, commandIncident, readMention, type Subcommand, writeItLikeThis } from './command.ts';
import type { Deps } from './deps.ts';

/** Opens an incident that pages somebody; or, with its key as the text, calls them to one that is there. */
export const pageCommand: Subcommand = {
  name: 'page',
  usage: 'page @user|schedule text|INC-n',
  help: 'page somebody, or who is on call, with a new incident or to one that is open',
  changes: true,
  async run(deps, call) {
    const { asker } = call;
    const whom = await readWhom(deps, call);
    if (!whom) return;
    if (whom.text === '') return tell(deps, asker, writeItLikeThis(pageCommand.usage, 'page @bob The shop is down'));
    if (!reachesSomebody(whom.call)) return tell(deps, asker, reachesNobody(whom.call));
    const number = parseIncidentKey(whom.text);
    if (number === null) return pageWithNewIncident(deps, call, whom);
    const success = calledFor(incidentKey(number), whom.call);
    await commandIncident(deps, call, number, { type: 'page', call: whom.call }, success);
  },
};

interface Whom {
  call: Call;
  /** What it is about. */
  text: string;
}

/** The person or the schedule that the text begins with; null when the asker was told why not. */
async function readWhom(deps: Deps, { asker, escaped, rest }: CommandCall): Promise<Whom | null> {
  const directory = directoryIn(await deps.onCall.directory(), [deps.connectionId]);
  const now = deps.clock.now();
  const { slackUserId, rest: text } = readMention(escaped);
  if (escaped.startsWith('<@') && slackUserId !== null) {
    const teamId = deps.teamId();
    if (teamId === null) {
      await tell(deps, asker, askAgain()); // whoever is meant may be of another organisation
      return null;
    }
    const { identity, user } = await soon(deps.people.person(slackUserId));
    const page = pageToAccount({ ...identity, name: identity.displayName, userId: user?.id ?? null }, directory);
    const flaw = flawOf(identity, teamId);
    const call: Call = {
      paged: flaw ? [] : [page],
      channels: [],
      gaps: [],
      skipped: [],
      unreachable: flaw ? [{ name: identity.displayName, obstacle: flaw }] : [],
      unknown: [],
    };
    return { call, text: asTyped(text) };
  }
  const schedule = directory.schedules
    .filter(({ name }) => startsWithWords(rest, name))
    .sort((a, b) => b.name.length - a.name.length)[0];
  if (schedule) {
    const call = callTo([{ kind: 'schedule', name: schedule.name }], directory, now);
    return { call, text: rest.slice(schedule.name.length).trim() };
  }
  const [word = ''] = rest.split(/\s/);
  const names = directory.schedules.map(({ name }) => name);
  const isGuess = word === '' || word.startsWith('@');
  const answer = isGuess
    ? writeItLikeThis(pageCommand.usage, 'page @bob The shop is down')
    : unknownSchedule(word, names);
  await tell(deps, asker, answer);
  return null;
}

function startsWithWords(text: string, name: string): boolean {
  return `${text.toLowerCase()} `.startsWith(`${name.toLowerCase()} `);
}

async function pageWithNewIncident(deps: Deps, command: CommandCall, { call, text }: Whom): Promise<void> {
  const title = cut(oneLine(text), MAX_TITLE);
  const description = title === oneLine(text) ? null : text;
  const form = { title, serviceId: null, urgency: 'HIGH', description } as const;
  const { asker, triggerId, ack } = command;
  await carryOut(deps, { requestKey: triggerId, asker, action: { kind: 'create', form, call }, ack });
}

/** Nobody would hear of it, so nothing is done. */
function reachesNobody(call: Call): SlackMessage {
  return notice(`That would reach nobody, so nothing was done: ${callWords(call)}.`);
}

/** After `/opsknight page … INC-n`. */
function calledFor(key: string, call: Call): SlackMessage {
  return notice(`${key}: ${callWords(call)}.`);
}
