import { describe, expect, it } from '@jest/globals';
import type { Rejection } from '../../../src/incidents/commands.ts';
import { DAY, HOUR, MINUTE } from '../../../src/lib/clock.ts';
import type { Refusal } from '../../../src/people/permissions.ts';
import { type HomeContent, homeView, outsidersHome } from '../../../src/slack/cards/home.ts';
import { actorName } from '../../../src/slack/cards/names.ts';
import { onCall } from '../../../src/slack/cards/on-call.ts';
import { doneButUntold, maybeDone, notDone, notStored, somethingWentWrong } from '../../../src/slack/cards/replies.ts';
import { outcomeSentence, withWayOut } from '../../../src/slack/interactions/answer-message.ts';
import { help, SUBCOMMANDS } from '../../../src/slack/interactions/opsknight.ts';
import { refused } from '../../../src/slack/interactions/refusal.ts';
import { type StatusContent, systemStatus } from '../../../src/slack/interactions/status.ts';
import { signInLink } from '../../../src/slack/interactions/view.ts';
import { rejectionSentence } from '../../../src/words/rejections.ts';
import { bob, incident, jane, NOW, PAGE_URL, row } from '../fixtures.ts';
import { blocksOf, controlsOf, textsOf } from './reading.ts';
import { faultsOf, faultsOfView } from './strictness.ts';

const COMMANDS = [
  { name: 'incidents', usage: 'incidents', help: 'What is open' },
  { name: 'create', usage: 'create [title]', help: 'Opens an incident' },
];

describe('a command that changed nothing', () => {
  const REASONS: [Rejection, string][] = [
    [
      { reason: 'already_acknowledged', by: jane, at: NOW - 2 * MINUTE },
      'INC-42 was already acknowledged by @jane 2 min ago. It is in good hands.',
    ],
    [
      { reason: 'already_resolved', by: bob, at: NOW },
      'INC-42 was already resolved by @bob via Slack just now. Nothing left to do.',
    ],
    [{ reason: 'already_open' }, 'INC-42 is already open.'],
    [{ reason: 'not_snoozed' }, "INC-42 isn't snoozed: it is open."],
    [
      { reason: 'not_while', status: 'RESOLVED' },
      "That can't be done while INC-42 is resolved. If the problem is back, reopen it or create a new incident.",
    ],
    [
      { reason: 'nothing_to_escalate' },
      'INC-42 has no further escalation step. `/opsknight page @somebody INC-42` calls whom you choose.',
    ],
    [
      { reason: 'snooze_out_of_range', min: NOW + MINUTE, max: NOW + 30 * DAY },
      'Choose a time between 1 minute and 30 days from now.',
    ],
    [{ reason: 'not_acknowledged' }, 'Nobody has INC-42 now: it is open. Acknowledge it to take it.'],
    [{ reason: 'empty_note' }, 'The note is empty. Write a few words and send it again.'],
    [
      { reason: 'continued_as', number: 57 },
      'INC-42 stays closed: the same alert goes on as INC-57. Please work there.',
    ],
    [
      { reason: 'continued_as', number: null },
      'INC-42 stays closed: the same alert goes on as an incident that you may not see.',
    ],
  ];

  it.each(REASONS)('is explained: %j', (rejection, sentence) => {
    expect(rejectionSentence(rejection, incident(), NOW, actorName)).toBe(sentence);
  });

  it('promises nothing that can not be done, and offers what can', () => {
    const over = incident({ state: { status: 'RESOLVED', by: bob, at: NOW, note: null } });
    const words = rejectionSentence({ reason: 'not_acknowledged' }, over, NOW, actorName);
    expect(words).toBe(
      'Nobody has INC-42 now: it is resolved. If the problem is back, reopen it or create a new incident.',
    );
    const rejected = { kind: 'rejected', incident: over, rejection: { reason: 'not_acknowledged' } } as const;
    expect(controlsOf(blocksOf(withWayOut(rejected, words)))).toEqual(['Reopen']);
    expect(faultsOf(withWayOut(rejected, words))).toEqual([]);
    const open = { ...rejected, incident: incident() };
    expect(controlsOf(blocksOf(withWayOut(open, words)))).toEqual([]);
    const goesOn = { ...rejected, rejection: { reason: 'continued_as', number: 57 } } as const;
    expect(controlsOf(blocksOf(withWayOut(goesOn, words)))).toEqual([]);
  });

  it('is told apart from one for an incident that is not there, or that came twice', () => {
    expect(outcomeSentence({ kind: 'not_found' }, 99, NOW)).toContain(
      'There is no INC-99, or it belongs to a private channel',
    );
    expect(outcomeSentence({ kind: 'repeated' }, 42, NOW)).toContain('was done already');
  });
});

describe('a command that did something', () => {
  it('says what holds now', () => {
    const done = (state: Parameters<typeof incident>[0]) =>
      outcomeSentence({ kind: 'done', incident: incident(state) }, 42, NOW);
    expect(done({ state: { status: 'OPEN' } })).toBe('INC-42 is open.');
    expect(done({ state: { status: 'ACKNOWLEDGED', by: jane, at: NOW } })).toBe(
      'INC-42 is acknowledged by @jane. Escalation has stopped.',
    );
    expect(done({ state: { status: 'RESOLVED', by: jane, at: NOW, note: null } })).toBe('INC-42 is resolved by @jane.');
    expect(done({ state: { status: 'SNOOZED', by: jane, at: NOW, until: NOW + HOUR } })).toContain(
      'INC-42 is snoozed <!date^1767607200^until ',
    );
  });
});

describe('help', () => {
  it('lists the commands as they are registered', () => {
    expect(textsOf(blocksOf(help(COMMANDS)))).toEqual([
      '*What I can do for you*\n• `/opsknight incidents` – What is open\n• `/opsknight create [title]` – Opens an incident',
    ]);
  });

  it.each(SUBCOMMANDS.map((command) => [command.name, command] as const))(
    'says without markup what %s does',
    (_name, command) => {
      expect(command.help).not.toMatch(/[`*_<>]/);
    },
  );

  it('guesses what an unknown word meant', () => {
    expect(help(COMMANDS, { word: 'incidnets', suggestion: 'incidents' }).text).toBe(
      "I don't know “incidnets”. Did you mean /opsknight incidents?",
    );
    expect(help(COMMANDS, { word: '<!channel>', suggestion: null }).text).toBe("I don't know “&lt;!channel&gt;”.");
  });
});

describe('the status', () => {
  const quiet: StatusContent = {
    counts: { OPEN: 0, ACKNOWLEDGED: 0, SNOOZED: 0 },
    oldestOpenHigh: null,
    deliveries: { waiting: 0, failed: 0 },
    connectedSince: NOW - DAY,
  };

  it('is reassuring when all is well', () => {
    expect(textsOf(blocksOf(systemStatus(quiet))).at(-1)).toBe(
      [
        '0 open · 0 acknowledged · 0 snoozed',
        '✅ No HIGH incident waits for somebody.',
        '✅ Slack: connected <!date^1767517200^since {date_short_pretty} at {time}|since 2026-01-04 09:00 UTC>',
        '✅ Messages to Slack: all sent',
      ].join('\n'),
    );
  });

  it('names what is wrong', () => {
    const busy = { ...quiet, oldestOpenHigh: row(), deliveries: { waiting: 3, failed: 2 }, connectedSince: null };
    const text = textsOf(blocksOf(systemStatus(busy))).at(-1);
    expect(text).toContain(`🔴 Longest open HIGH: <${PAGE_URL}|INC-42: Database Connection Timeout>`);
    expect(text).toContain('⚠️ Slack: reconnecting. Nothing is lost, messages wait.');
    expect(text).toContain('⚠️ Messages to Slack: 3 waiting, 2 refused. `opsknight doctor` says why.');
  });
});

const OFF_DUTY = { onCall: [], shifts: [], now: NOW };

describe('who is on call', () => {
  it('says how to add the first schedule', () => {
    const text = textsOf(blocksOf(onCall([]))).join();
    expect(text).toContain('No on-call schedule exists yet.');
    expect(text).toContain('timezone: Europe/Berlin');
    expect(text).toContain('`opsknight apply opsknight.yml`');
  });

  const shift = (name: string | null, from: number, to: number | null) => ({
    name,
    from: NOW + from,
    to: to && NOW + to,
  });

  it('shows every schedule in a line: now, until when, and next', () => {
    const payments = {
      schedule: 'payments',
      shifts: [shift('jane', 0, HOUR), shift(null, HOUR, 2 * HOUR), shift('bob', 2 * HOUR, null)],
    };
    const gap = { schedule: 'a <b>', shifts: [shift(null, 0, null)] };
    const untilTen = '<!date^1767607200^until {date_short_pretty} at {time}|until 2026-01-05 10:00 UTC>';
    expect(textsOf(blocksOf(onCall([payments, gap])))[1]).toBe(
      `• *payments*: @jane ${untilTen}, then nobody\n• *a <b>*: nobody`,
    );
    expect(textsOf(blocksOf(onCall(Array(40).fill(gap)))).join()).toContain('… and 4 more');
  });
});

describe('a refusal', () => {
  const REFUSALS: Refusal[] = ['guest', 'stranger', 'bot', 'deactivated', 'viewer', 'unmapped'];

  it.each(REFUSALS)('of a %s says that nothing was changed', (refusal) => {
    expect(refused(refusal).text).toContain('Nothing was changed.');
    expect(faultsOf(refused(refusal))).toEqual([]);
  });

  it('helps somebody whom OpsKnight does not know yet to be known', () => {
    expect(controlsOf(blocksOf(refused('unmapped')))).toEqual(['Link me']);
  });
});

describe('a notice', () => {
  it('hands out the sign-in link', () => {
    const message = signInLink(42, 'https://opsknight.example.com/sign-in/abc');
    expect(message.text).toBe('Open INC-42 in your browser. This link is yours alone: it works once, for 10 minutes.');
    expect(blocksOf(message).at(-1)).toMatchObject({
      elements: [{ url: 'https://opsknight.example.com/sign-in/abc' }],
    });
    expect(faultsOf(message)).toEqual([]);
  });

  it('is valid whatever it says', () => {
    expect(
      [somethingWentWrong(), notStored('busy'), notStored('full'), maybeDone(), doneButUntold(), notDone()].flatMap(
        faultsOf,
      ),
    ).toEqual([]);
  });
});

describe('the Home tab', () => {
  const home = (incidents: Partial<HomeContent['incidents']>, open = 3) =>
    homeView({
      ...OFF_DUTY,
      incidents: { paging: [], mine: [], open: [], ...incidents },
      tasks: [],
      counts: { OPEN: open, ACKNOWLEDGED: 1, SNOOZED: 0 },
      incidentsUrl: 'https://opsknight.example.com/incidents',
      changesSettings: true,
      auditUrl: 'https://opsknight.example.com/settings/audit',
    });
  const rows = (count: number, from = 1) => Array.from({ length: count }, (_, index) => row({ number: from + index }));
  const held = { state: { status: 'ACKNOWLEDGED', by: jane, at: NOW } } as const;

  it('shows what pages me, what is mine and what else is open, with their actions', () => {
    const text = textsOf(home({ paging: rows(1), mine: [row({ number: 2, ...held })], open: rows(1, 3) }).blocks).join(
      '\n',
    );
    expect(text).toMatch(
      /You are paged[\s\S]*INC-1:[\s\S]*Your incidents[\s\S]*INC-2:[\s\S]*Open incidents[\s\S]*INC-3:/,
    );
    expect(text).toContain('3 open · 1 acknowledged · 0 snoozed');
    expect(text).toContain('<https://opsknight.example.com/incidents|All incidents in OpsKnight>');
    expect(text).toContain('Create incident');
  });

  it('shows twenty of them, the most urgent for me first, and then all', () => {
    const full = home({ paging: rows(15), mine: rows(15, 100), open: rows(15, 200) }, 40);
    expect(faultsOfView(full)).toEqual([]);
    const text = textsOf(full.blocks).join('\n');
    expect(text.match(/INC-\d+:/g)).toHaveLength(20);
    expect(text).not.toContain('INC-200:');
    expect(text).toContain('Show all 41');
  });

  it('is friendly when nothing is', () => {
    const text = textsOf(home({}, 0).blocks).join('\n');
    expect(text).toContain('Nothing is waiting for you. 🎉');
  });

  it('explains itself to a guest', () => {
    const text = textsOf(outsidersHome('guest').blocks).join('\n');
    expect(text).toContain('OpsKnight is where the members of this workspace work on incidents.');
    expect(text).not.toContain('Nothing was changed');
  });
});
