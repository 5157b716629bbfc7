import { expect, test } from '@jest/globals';
import { pino } from 'pino';
import { ActionService, type ActionServiceDeps } from '../../../src/slack/actions/action-service.ts';
import type { ActionRequest } from '../../../src/slack/actions/request.ts';

const REQUEST: ActionRequest = {
  requestKey: 'click-1',
  slackUserId: 'U1',
  action: { kind: 'command', number: 1, command: { type: 'acknowledge' } },
};

/** Somebody of the organisation `team` clicks, while ours is known only once `learn` is called. */
function someoneOf(team: string) {
  let own: string | null = null;
  let waiting: ActionRequest[] = [];
  const commands: number[] = [];
  const identity = { connectionId: 1, slackUserId: 'U1', teamId: team, displayName: 'sam' };
  const deps = {
    connectionId: 1,
    teamId: () => own,
    people: { person: async () => ({ identity, user: null }), known: async () => ({ identity, user: null }) },
    settings: { workspace: async () => ({ requireMappedUser: false }) },
    pending: {
      add: async (_: number, request: ActionRequest) => void waiting.push(request),
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
  const actions = new ActionService(deps as unknown as ActionServiceDeps);
  const learn = () => {
    own = 'T1';
  };
  return { actions, commands, learn };
}

test('before Slack has told which workspace is ours, nobody acts: the request waits', async () => {
  const { actions, commands } = someoneOf('T2');
  expect(await actions.act(REQUEST)).toEqual({ kind: 'deferred' });
  await expect(actions.refusalOf('U1')).rejects.toThrow('team_unknown');
  await actions.stop();
  expect(commands).toEqual([]);
});

test('then an outsider is refused after all', async () => {
  const { actions, learn, commands } = someoneOf('T2');
  learn();
  expect(await actions.act(REQUEST)).toMatchObject({ kind: 'refused', refusal: 'stranger' });
  expect(commands).toEqual([]);
});

test('and one of ours acts', async () => {
  const { actions, learn, commands } = someoneOf('T1');
  learn();
  expect(await actions.act(REQUEST)).toMatchObject({ kind: 'commanded' });
  expect(commands).toEqual([1]);
});
