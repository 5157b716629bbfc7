import { expect, test } from '@jest/globals';
import { pino } from 'pino';
import { Acting, type ActingParts } from '../../src/slack/acting/acting.ts';
import type { ActingRequest } from '../../src/slack/acting/request.ts';

const REQUEST: ActingRequest = {
  requestKey: 'click-1',
  slackUserId: 'U1',
  wish: { kind: 'command', number: 1, command: { type: 'acknowledge' } },
};

/** Somebody of the organisation `team` clicks, while ours is known only once `learn` is called. */
function someoneOf(team: string) {
  let own: string | null = null;
  let waiting: ActingRequest[] = [];
  const commands: number[] = [];
  const identity = { connectionId: 1, slackUserId: 'U1', teamId: team, displayName: 'sam' };
  const parts = {
    connectionId: 1,
    teamId: () => own,
    people: { person: async () => ({ identity, user: null }), known: async () => ({ identity, user: null }) },
    settings: { workspace: async () => ({ requireMappedUser: false }) },
    pending: {
      add: async (_: number, request: ActingRequest) => void waiting.push(request),
      all: async () => waiting.map((request, id) => ({ id, request })),
      settle: async () => {
        waiting = [];
      },
    },
    incidents: { execute: async (number: number) => void commands.push(number) },
    answerLater: async () => {},
    clock: { now: () => 0 },
    logger: pino({ level: 'silent' }),
  };
  const acting = new Acting(parts as unknown as ActingParts);
  const learn = () => {
    own = 'T1';
  };
  return { acting, commands, learn };
}

test('before Slack has told which workspace is ours, nobody acts: the request waits', async () => {
  const { acting, commands } = someoneOf('T2');
  expect(await acting.act(REQUEST)).toEqual({ kind: 'deferred' });
  await expect(acting.refusalOf('U1')).rejects.toThrow('team_unknown');
  await acting.stop();
  expect(commands).toEqual([]);
});

test('then an outsider is refused after all', async () => {
  const { acting, learn, commands } = someoneOf('T2');
  learn();
  expect(await acting.act(REQUEST)).toMatchObject({ kind: 'refused', refusal: 'stranger' });
  expect(commands).toEqual([]);
});

test('and one of ours acts', async () => {
  const { acting, learn, commands } = someoneOf('T1');
  learn();
  expect(await acting.act(REQUEST)).toMatchObject({ kind: 'commanded' });
  expect(commands).toEqual([1]);
});
