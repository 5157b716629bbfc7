import { expect, test } from '@jest/globals';
import { ActionService, type ActionServiceDeps, type Answer } from '../../../src/slack/actions/action-service.ts';
import type { ActionRequest } from '../../../src/slack/actions/request.ts';
import { Unsettled } from '../../../src/slack/actions/unsettled.ts';
import { HandTurnedClock } from '../../hand-turned-clock.ts';
import { keptLog } from '../../kept-log.ts';

const REQUEST: ActionRequest = {
  requestKey: 'click-1',
  slackUserId: 'U1',
  action: { kind: 'command', number: 1, command: { type: 'acknowledge' } },
};

function withResolvers() {
  let resolve = () => {};
  const promise = new Promise<void>((done) => {
    resolve = done;
  });
  return { promise, resolve: () => resolve() };
}

/** Somebody of the organisation `team` clicks, while ours is known only once `learn` is called. */
function someoneOf(team: string, { requireMappedUser = false } = {}) {
  let own: string | null = null;
  let waiting: ActionRequest[] = [];
  const kept: ActionRequest[] = [];
  const commands: number[] = [];
  const late: Answer[] = [];
  let isBroken = false;
  const identity = { connectionId: 1, slackUserId: 'U1', teamId: team, displayName: 'sam' };
  const settled = withResolvers();
  const deps = {
    connectionId: 1,
    teamId: () => own,
    people: { person: async () => ({ identity, user: null }), known: async () => ({ identity, user: null }) },
    settings: { workspace: async () => ({ requireMappedUser }) },
    serviceAccess: { actorsOfProjects: async () => new Set() },
    pending: {
      add: async (_: number, request: ActionRequest) => void waiting.push(request),
      waiting: async () => waiting.map((request, id) => ({ id, request })),
      keep: async (_: number, request: ActionRequest) => kept.push(request),
      settle: async () => {
        waiting = [];
        settled.resolve();
      },
    },
    incidents: {
      execute: async (number: number) => {
        if (isBroken) throw new Error('its row makes no sense');
        commands.push(number);
      },
    },
    lateAnswer: (answer: Answer) => {
      late.push(answer);
      return null;
    },
    onOwed: () => {},
    clock: new HandTurnedClock(),
    logger: keptLog().logger,
  };
  const actions = new ActionService(deps as unknown as ActionServiceDeps);
  const learn = () => {
    own = 'T1';
  };
  const breakDown = () => {
    isBroken = true;
  };
  return { actions, commands, kept, late, learn, breakDown, settled: settled.promise };
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

test('what had to wait is done as soon as Slack has told, and its answer is owed', async () => {
  const { actions, learn, commands, late, settled } = someoneOf('T1');
  await actions.act(REQUEST);
  learn();
  actions.catchUp();
  await settled;
  await actions.stop();
  expect(commands).toEqual([1]);
  expect(late).toMatchObject([{ kind: 'commanded', number: 1 }]);
});

test('where everybody has to be known, what somebody unknown asks for is kept until they are', async () => {
  const { actions, learn, commands, kept } = someoneOf('T1', { requireMappedUser: true });
  learn();
  expect(await actions.act(REQUEST)).toEqual({ kind: 'refused', refusal: 'unmapped', kept: 1 });
  expect([kept, commands]).toEqual([[REQUEST], []]);
});

test('a request that breaks in the middle is not said to have done nothing', async () => {
  const { actions, learn, breakDown } = someoneOf('T1');
  learn();
  breakDown();
  await expect(actions.act(REQUEST)).rejects.toThrow(Unsettled);
});
