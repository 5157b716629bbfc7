import { incidentKey, parseIncidentKey } from '../../../../incidents/types.ts';
import { type Call, callTo, pageToAccount, reachesSomebody } from '../../../../oncall/call.ts';
import { flawOf } from '../../../../people/accounts.ts';
import { oneLine } from '../../../../words/text.ts';
import { soon } from '../../../patience.ts';
import { readMention } from '../../../ui/command-words.ts';
import { asTyped, cut } from '../../../ui/escape.ts';
import { MAX_TITLE } from '../../../ui/modals/create.ts';
import { calledFor, reachesNobody, unknownSchedule, writeItLikeThis } from '../../../ui/oncall-replies.ts';
import { askAgain } from '../../../ui/replies.ts';
import { tell } from '../../answers.ts';
import { carryOut } from '../../carry-out.ts';
import type { Parts } from '../../parts.ts';
import { commandIncident } from '../incident-command.ts';
import type { CommandCall, Subcommand } from '../subcommand.ts';

/** Opens an incident that pages somebody; or, with its key as the text, calls them to one that is there. */
export const page: Subcommand = {
  name: 'page',
  usage: 'page @user|schedule text|INC-n',
  help: 'page somebody, or who is on call, with a new incident or to one that is open',
  changes: true,
  async run(parts, call) {
    const { asker } = call;
    const whom = await readWhom(parts, call);
    if (!whom) return;
    if (whom.text === '') return tell(parts, asker, writeItLikeThis(page.usage, 'page @bob The shop is down'));
    if (!reachesSomebody(whom.call)) return tell(parts, asker, reachesNobody(whom.call));
    const number = parseIncidentKey(whom.text);
    if (number === null) return pageWithNewIncident(parts, call, whom);
    const success = calledFor(incidentKey(number), whom.call);
    await commandIncident(parts, call, number, { type: 'page', call: whom.call }, success);
  },
};

interface Whom {
  call: Call;
  /** What it is about. */
  text: string;
}

/** The person or the schedule that the text begins with; null when the asker was told why not. */
async function readWhom(parts: Parts, { asker, escaped, rest }: CommandCall): Promise<Whom | null> {
  const book = await parts.onCall.phoneBook();
  const now = parts.clock.now();
  const { slackUserId, rest: text } = readMention(escaped);
  if (escaped.startsWith('<@') && slackUserId !== null) {
    const teamId = parts.teamId();
    if (teamId === null) {
      await tell(parts, asker, askAgain()); // whoever is meant may be of another organisation
      return null;
    }
    const { identity, user } = await soon(parts.people.person(slackUserId));
    const page = pageToAccount({ ...identity, name: identity.displayName, userId: user?.id ?? null }, book);
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
  const schedule = book.schedules
    .filter(({ name }) => startsWithWords(rest, name))
    .sort((a, b) => b.name.length - a.name.length)[0];
  if (schedule) {
    const call = callTo([{ kind: 'schedule', name: schedule.name }], book, now);
    return { call, text: rest.slice(schedule.name.length).trim() };
  }
  const [word = ''] = rest.split(/\s/);
  const names = book.schedules.map(({ name }) => name);
  const isGuess = word === '' || word.startsWith('@');
  const answer = isGuess ? writeItLikeThis(page.usage, 'page @bob The shop is down') : unknownSchedule(word, names);
  await tell(parts, asker, answer);
  return null;
}

function startsWithWords(text: string, name: string): boolean {
  return `${text.toLowerCase()} `.startsWith(`${name.toLowerCase()} `);
}

async function pageWithNewIncident(parts: Parts, command: CommandCall, { call, text }: Whom): Promise<void> {
  const title = cut(oneLine(text), MAX_TITLE);
  const description = title === oneLine(text) ? null : text;
  const form = { title, serviceId: null, urgency: 'HIGH', description } as const;
  const { asker, triggerId, ack } = command;
  await carryOut(parts, { requestKey: triggerId, asker, wish: { kind: 'create', form, call }, ack });
}
