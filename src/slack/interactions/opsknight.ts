import { closest, distance } from 'fastest-levenshtein';
import { incidentKey } from '../../incidents/types.ts';
import type { SlackMessage } from '../../notifications/message.ts';
import { section } from '../cards/blocks.ts';
import { asTyped, inline, mrkdwn } from '../cards/mrkdwn.ts';
import { fallbackText } from '../cards/rich-text.ts';
import { acknowledgeCommand } from './acknowledge.ts';
import { tell } from './answers.ts';
import { assignCommand } from './assign.ts';
import { catchUpCommand } from './catch-up.ts';
import { channelCommand } from './channel.ts';
import type { CommandHelp, Subcommand } from './command.ts';
import { contactCommand } from './contact/contact.ts';
import { coverCommand } from './cover.ts';
import { createCommand } from './create/create.ts';
import type { Deps } from './deps.ts';
import { editCommand } from './edit.ts';
import { escalateCommand } from './escalate.ts';
import { followCommand, unfollowCommand } from './follow.ts';
import { handBackCommand } from './hand-back.ts';
import { incidentsCommand } from './incidents.ts';
import { type Interaction, visibleIncident } from './interaction.ts';
import { linkCommand, unlinkCommand } from './link.ts';
import { maintenanceCommand } from './maintenance/command.ts';
import { markPrivateCommand } from './mark-private.ts';
import { mergeCommand, unmergeCommand } from './merge.ts';
import { noteCommand } from './note.ts';
import { onCallCommand } from './on-call.ts';
import { overrideCommand } from './override/override.ts';
import { pageCommand } from './page.ts';
import { postMortemCommand } from './post-mortem.ts';
import { reopenCommand } from './reopen.ts';
import { resolveCommand } from './resolve.ts';
import { roleCommand } from './roles/roles.ts';
import { runbookCommand } from './runbook.ts';
import { snoozeCommand } from './snooze.ts';
import { statusCommand } from './status.ts';
import { subscribeCommand, subscriptionsCommand, unsubscribeCommand } from './subscriptions/command.ts';
import { taskCommand } from './tasks/command.ts';
import { updateCommand } from './update.ts';
import { urgencyCommand } from './urgency.ts';
import { webCommand } from './view.ts';

import { wakeCommand } from './wake.ts';
import { whyCommand } from './why.ts';

/** Slips of the finger that still tell what was meant. */
const MAX_TYPOS = 3;
const MAX_WORD = 50;

const helpCommand: Subcommand = {
  name: 'help',
  usage: 'help',
  help: 'this list',
  run: (deps, { asker }) => tell(deps, asker, help(SUBCOMMANDS)),
};

export const SUBCOMMANDS: readonly Subcommand[] = [
  incidentsCommand,
  onCallCommand,
  pageCommand,
  acknowledgeCommand,
  assignCommand,
  noteCommand,
  roleCommand,
  taskCommand,
  updateCommand,
  followCommand,
  unfollowCommand,
  resolveCommand,
  snoozeCommand,
  urgencyCommand,
  editCommand,
  mergeCommand,
  unmergeCommand,
  linkCommand,
  unlinkCommand,
  escalateCommand,
  handBackCommand,
  wakeCommand,
  reopenCommand,
  postMortemCommand,
  channelCommand,
  runbookCommand,
  markPrivateCommand,
  overrideCommand,
  coverCommand,
  contactCommand,
  maintenanceCommand,
  subscribeCommand,
  unsubscribeCommand,
  subscriptionsCommand,
  catchUpCommand,
  whyCommand,
  statusCommand,
  createCommand,
  webCommand,
  helpCommand,
];

export const opsknight: Interaction = {
  listen(app, deps) {
    app.command('/opsknight', async ({ ack, command, respond }) => {
      const { word, rest: escaped } = parse(command.text ?? '');
      const asker = { slackUserId: command.user_id, respond };
      const subcommand = SUBCOMMANDS.find(({ name }) => name === (word || 'help'));
      if (!subcommand?.changes) await ack();
      if (subcommand) {
        const { trigger_id: triggerId, channel_id: channelId } = command;
        const place = { channelId, slackUserId: command.user_id, rest: escaped };
        const meant = await meantIncident(deps, subcommand, place);
        return subcommand.run(deps, { asker, triggerId, channelId, escaped: meant, rest: asTyped(meant), ack });
      }
      await tell(deps, asker, help(SUBCOMMANDS, { word: asTyped(word), suggestion: suggestionFor(word) }));
    });
  },
};

/**
 * In the channel of an incident's own, it is the one that is meant where none is named: `/opsknight note 42 pods restarted`. There, a
 * number alone is no name of one. Whose channel it is, nobody learns who may not see the incident.
 */
async function meantIncident(
  deps: Deps,
  { name, usage }: Subcommand,
  { channelId, slackUserId, rest }: { channelId: string; slackUserId: string; rest: string },
): Promise<string> {
  if (!usage.startsWith(`${name} INC-n`) || /^INC-\d/i.test(rest)) return rest;
  const number = await deps.ownChannels.incidentOf(deps.connectionId, channelId);
  if (number === null || (await visibleIncident(deps, slackUserId, number)) === null) return rest;
  return `${incidentKey(number)} ${rest}`.trim();
}

/** The first word, in lower case, and what follows it. */
function parse(text: string): { word: string; rest: string } {
  const [begin = '', word = ''] = /^\s*(\S*)/.exec(text) ?? [];
  return { word: word.toLowerCase(), rest: text.slice(begin.length).trim() };
}

function suggestionFor(word: string): string | null {
  const names = SUBCOMMANDS.map(({ name }) => name);
  const nearest = closest(word, names);
  return distance(word, nearest) <= Math.min(MAX_TYPOS, nearest.length - 1) ? nearest : null;
}

interface UnknownWord {
  word: string;
  /** The command that was probably meant; null when none is close. */
  suggestion: string | null;
}

/** The answer to `/opsknight help`, and to a word that is no command. */
export function help(commands: readonly CommandHelp[], unknown: UnknownWord | null = null): SlackMessage {
  const usages = commands.map(({ usage, help }) => `• \`/opsknight ${mrkdwn(usage)}\` – ${mrkdwn(help)}`);
  const [first, ...rest] = [...(unknown ? [didYouMean(unknown)] : []), '*What I can do for you*'];
  return { text: fallbackText(first), blocks: [section([first, ...rest, ...usages].join('\n'))] };
}

function didYouMean({ word, suggestion }: UnknownWord): string {
  const unknown = `I don't know “${inline(word, MAX_WORD)}”.`;
  return suggestion === null ? unknown : `${unknown} Did you mean \`/opsknight ${mrkdwn(suggestion)}\`?`;
}
