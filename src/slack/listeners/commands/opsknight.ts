import type { App } from '@slack/bolt';
import { closest, distance } from 'fastest-levenshtein';
import { asTyped } from '../../ui/escape.ts';
import { help } from '../../ui/help.ts';
import { tell } from '../answers.ts';
import type { Parts } from '../parts.ts';
import type { Subcommand } from './subcommand.ts';
import { cover } from './subcommands/cover.ts';
import { create } from './subcommands/create.ts';
import { escalate } from './subcommands/escalate.ts';
import { incidents } from './subcommands/incidents.ts';
import { oncall } from './subcommands/oncall.ts';
import { override } from './subcommands/override.ts';
import { page } from './subcommands/page.ts';
import { reopen } from './subcommands/reopen.ts';
import { status } from './subcommands/status.ts';
import { web } from './subcommands/web.ts';

/** Slips of the finger that still tell what was meant. */
const MAX_TYPOS = 3;

const helpCommand: Subcommand = {
  name: 'help',
  usage: 'help',
  help: 'this list',
  run: (parts, { asker }) => tell(parts, asker, help(SUBCOMMANDS)),
};

const SUBCOMMANDS: Subcommand[] = [
  incidents,
  oncall,
  page,
  escalate,
  reopen,
  override,
  cover,
  status,
  create,
  web,
  helpCommand,
];

export function register(app: App, parts: Parts): void {
  app.command('/opsknight', async ({ ack, command, respond }) => {
    const { word, rest: escaped } = parse(command.text ?? '');
    const asker = { slackUserId: command.user_id, respond };
    const subcommand = SUBCOMMANDS.find(({ name }) => name === (word || 'help'));
    if (!subcommand?.changes) await ack();
    if (subcommand) {
      const { trigger_id: triggerId } = command;
      return subcommand.run(parts, { asker, triggerId, escaped, rest: asTyped(escaped), ack });
    }
    await tell(parts, asker, help(SUBCOMMANDS, { word: asTyped(word), suggestion: suggestionFor(word) }));
  });
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
