import { readdirSync, readFileSync } from 'node:fs';
import { expect, test } from '@jest/globals';
import { INCIDENT_ACTIONS } from '../../src/slack/interactions/incident-actions.ts';
import { SUBCOMMANDS } from '../../src/slack/interactions/opsknight.ts';
import { unknownIncident } from '../../src/words/rejections.ts';

/* What docs/responders.md says is what the app says. */

const PAGE = readFileSync('docs/responders.md', 'utf8');
const OTHER_PAGES = [
  'README.md',
  ...readdirSync('docs').flatMap((name) => (name.endsWith('.md') ? `docs/${name}` : [])),
];

/** What is between backticks; tables escape "|". */
function commandsOn(text: string): string[] {
  return [...text.matchAll(/`\/opsknight ([^`]+)`/g)].map(([, words = '']) => words.replaceAll('\\|', '|'));
}

test('every command is on the page, as its help has it', () => {
  const [, table = ''] = /^\| Type .*\n\|[- |]+\n((?:\|.*\n)+)/m.exec(PAGE) ?? [];
  expect(commandsOn(table).toSorted()).toEqual(SUBCOMMANDS.map(({ usage }) => usage).toSorted());
});

test('every action behind ⋯ is on the page, as it is called', () => {
  const bold = new Set([...PAGE.matchAll(/\*\*([^*]+)\*\*/g)].map(([, words]) => words));
  // The same as the card's buttons, which have no "…".
  const missing = INCIDENT_ACTIONS.map(({ label }) => label).filter(
    (label) => !bold.has(label) && !bold.has(label.replace('…', '')),
  );
  expect(missing).toEqual([]);
});

test.each(OTHER_PAGES)('%s names no command that there is not', (page) => {
  const names = new Set(SUBCOMMANDS.map(({ name }) => name));
  const words = commandsOn(readFileSync(page, 'utf8')).map((command) => command.split(/[ [|]/)[0] ?? '');
  expect(words.filter((word) => /^[a-z]/.test(word) && !names.has(word))).toEqual([]);
});

test('what the page quotes as an answer is said by the app', () => {
  const quoted = [...PAGE.matchAll(/\*\*"([^"]+)"\*\*/g)].map(([, words = '']) => words.replace(/\s+/g, ' '));
  expect(quoted.length).toBeGreaterThan(6);
  const said = sources('src')
    .map((file) => readFileSync(file, 'utf8').replaceAll("\\'", "'"))
    .concat(unknownIncident(7))
    .join('\n');
  const own = new Set(['@carol via Slack']);
  expect(quoted.filter((words) => !own.has(words) && !said.includes(words))).toEqual([]);
});

function sources(folder: string): string[] {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' }).flatMap((name) =>
    /\.tsx?$/.test(name) ? `${folder}/${name}` : [],
  );
}
