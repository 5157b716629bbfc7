import { describe, expect, it } from '@jest/globals';
import { type AccountMatch, matchAccount } from '../../src/people/accounts.ts';
import type { SlackIdentity } from '../../src/people/types.ts';

const OURS = 'T-OURS';

function account(slackUserId: string, more: Partial<SlackIdentity> = {}): SlackIdentity {
  return {
    connectionId: 1,
    slackUserId,
    teamId: OURS,
    displayName: slackUserId,
    email: 'bob@example.com',
    timezone: null,
    isGuest: false,
    isBot: false,
    isDeactivated: false,
    isWorkspaceAdmin: false,
    refreshedAt: 0,
    ...more,
  };
}

const bob = account('U-BOB');
const stranger = account('U-STRANGER', { teamId: 'T-OTHER' });
const guest = account('U-GUEST', { isGuest: true });
const gone = account('U-GONE', { isDeactivated: true });
const bot = account('U-BOT', { isBot: true });
const twin = account('U-TWIN');

describe('whose account an e-mail address leads to', () => {
  const cases: [what: string, carriers: SlackIdentity[], teamId: string | null, expected: AccountMatch][] = [
    ['the one member with it', [bob], OURS, { kind: 'found', account: bob }],
    ['nobody known', [], OURS, { kind: 'unknown' }],
    ['never a stranger', [stranger], OURS, { kind: 'unfit', flaw: 'stranger' }],
    ['never a guest', [guest], OURS, { kind: 'unfit', flaw: 'guest' }],
    ['never a bot', [bot], OURS, { kind: 'unfit', flaw: 'bot' }],
    ['never an account that is gone', [gone], OURS, { kind: 'unfit', flaw: 'deactivated' }],
    ['the member, whoever else carries it', [stranger, guest, bob, gone, bot], OURS, { kind: 'found', account: bob }],
    ['never a guess between two', [bob, stranger, twin], OURS, { kind: 'ambiguous', accounts: [bob, twin] }],
    [
      'what is wrong at home before what is wrong elsewhere',
      [stranger, gone],
      OURS,
      { kind: 'unfit', flaw: 'deactivated' },
    ],
    ['nobody of the workspace that was left', [bob], 'T-NEW', { kind: 'unfit', flaw: 'stranger' }],
    ['nobody yet, before Slack has named our workspace', [bob], null, { kind: 'too_early' }],
  ];
  it.each(cases)('%s', (_what, carriers, teamId, expected) => {
    expect(matchAccount(carriers, teamId)).toEqual(expected);
  });
});
