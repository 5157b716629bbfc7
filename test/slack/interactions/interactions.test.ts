import { describe, expect, test } from '@jest/globals';
import type { Answer } from '../../../src/slack/actions/action-service.ts';
import type { ActionRequest } from '../../../src/slack/actions/request.ts';
import { Untold } from '../../../src/slack/actions/unsettled.ts';
import { answerMessage } from '../../../src/slack/interactions/answer-message.ts';
import type { Deps } from '../../../src/slack/interactions/deps.ts';
import { INTERACTIONS, listenTo } from '../../../src/slack/interactions/index.ts';
import { INPUT } from '../../../src/slack/interactions/modal.ts';
import { keptLog } from '../../kept-log.ts';
import { bob, incident, NOW } from '../fixtures.ts';
import { FakeBolt } from './fake-bolt.ts';

const DONE: Answer = { kind: 'commanded', number: 42, outcome: { kind: 'done', incident: incident() } };

/** All that listens, over an action service that answers as the test says. */
function listening({ answer = DONE, tell = async () => {} }: { answer?: Answer; tell?: () => Promise<void> } = {}) {
  const bolt = new FakeBolt();
  const requests: ActionRequest[] = [];
  const deps = {
    actions: {
      async act(request: ActionRequest) {
        requests.push(request);
        bolt.said.push('done');
        return answer;
      },
      refusalOf: async () => null,
    },
    answerMessage: (given: Answer) => answerMessage(given, NOW, (number) => `https://ops/${number}`),
    interactive: {
      chat: {
        async postMessage({ text }: { text: string }) {
          await tell();
          bolt.said.push(text);
        },
      },
      views: { open: async ({ view }: { view: { callback_id: string } }) => bolt.said.push(view.callback_id) },
    },
    membership: { viewer: async () => ({}) },
    incidents: { isVisible: async () => true, get: async () => incident() },
    people: { known: async () => null },
    deliveries: { redraw: async () => bolt.said.push('redraw') },
    clock: { now: () => NOW },
    logger: keptLog().logger,
  };
  listenTo(bolt.app, deps as unknown as Deps);
  return { bolt, requests };
}

describe('everything that people can do', () => {
  const { bolt } = listening();

  test('is listened to, once, under the ids that it declares', () => {
    // Patterns are for links alone; fields of a form belong to its view.
    const listened = [...bolt.actions.keys()].filter((id) => typeof id === 'string' && id !== INPUT);
    expect(listened.sort()).toEqual(INTERACTIONS.flatMap(({ actionIds = [] }) => actionIds).sort());
    expect([...bolt.views.keys()].sort()).toEqual(INTERACTIONS.flatMap(({ viewId }) => viewId ?? []).sort());
  });

  test('has the ids that Slack knows from messages of long ago', () => {
    expect([...bolt.actions.keys()]).toEqual(
      expect.arrayContaining([
        'ack_incident',
        'resolve_incident',
        'snooze_incident',
        'view_incident',
        'reopen_incident',
        'assign_incident',
      ]),
    );
    expect([...bolt.views.keys()].sort()).toEqual([
      'add_to_timeline_modal',
      'admin_form_modal',
      'assign_incident_modal',
      'contact_add_modal',
      'contact_code_modal',
      'contact_quiet_modal',
      'contact_time_modal',
      'cover_modal',
      'create_incident_modal',
      'edit_incident_modal',
      'edit_task_modal',
      'hand_back_incident_modal',
      'link_incident_modal',
      'merge_incident_modal',
      'note_incident_modal',
      'override_modal',
      'private_incident_modal',
      'resolve_incident_modal',
      'resolve_storm_modal',
      'role_incident_modal',
      'runbooks_incident_modal',
      'snooze_incident_modal',
      'tasks_incident_modal',
      'unlink_incident_modal',
      'update_incident_modal',
      'urgency_incident_modal',
    ]);
    expect([...bolt.shortcuts.keys(), ...bolt.commands.keys()]).toEqual([
      'create_incident',
      'create_incident_from_message',
      'add_to_timeline',
      '/opsknight',
    ]);
  });

  const ABOUT_INCIDENTS = ['ack_incident', 'resolve_incident', 'snooze_incident', 'view_incident', 'more_incident'];
  const OTHERS = [
    'assign_incident',
    'incident_action',
    'reopen_incident',
    'confirm_incident',
    'hand_back_incident',
    'storm_incident',
    'accept_cover',
  ];

  test.each([...ABOUT_INCIDENTS, ...OTHERS])(
    '%s with a value that is not ours is answered, and does nothing',
    async (id) => {
      for (const value of [undefined, '', 'x', '0', '-1:ack', '42:nonsense:1e9', '9'.repeat(40)]) {
        const { bolt, requests } = listening();
        await bolt.use(id, value);
        expect([bolt.said, requests]).toEqual([['ack'], []]);
      }
    },
  );
});

describe('a button', () => {
  const COMMANDS: [actionId: string, value: string, command: object][] = [
    ['ack_incident', '42', { type: 'acknowledge' }],
    ['snooze_incident', '42:15m', { type: 'snooze', until: NOW + 900_000 }],
    ['more_incident', '42:escalate', { type: 'escalate' }],
    ['more_incident', '42:restart_escalation', { type: 'restart_escalation' }],
    ['more_incident', '42:reopen', { type: 'reopen' }],
    ['reopen_incident', '42', { type: 'reopen' }],
    ['confirm_incident', '42', { type: 'confirm' }],
    ['hand_back_incident', '42', { type: 'hand_back' }],
    ['assign_incident', '42', { type: 'assign', to: { slackUserId: 'U1' } }],
    ['more_incident', '42:wake', { type: 'wake' }],
    ['storm_incident', '42:ack', { type: 'acknowledge' }],
    ['storm_incident', '42:1h', { type: 'snooze', until: NOW + 3_600_000 }],
  ];

  test.each(COMMANDS)(
    '%s of %s gives its command, and Slack is answered when it is done',
    async (id, value, command) => {
      const { bolt, requests } = listening();
      await bolt.use(id, value);
      const action = { kind: 'command', number: 42, command };
      expect(requests).toEqual([{ requestKey: 'click-1', slackUserId: 'U1', action }]);
      expect(bolt.said).toEqual(['done', 'ack']);
    },
  );

  test.each(COMMANDS)('%s of %s can wait for Slack to say who it is', (id, value) => {
    const used = INTERACTIONS.find(({ actionIds }) => actionIds?.includes(id));
    expect(used?.canWait?.(id, value)).toBe(true);
  });

  test.each([
    ['resolve_incident', '42'],
    ['snooze_incident', '42:custom'],
    ['more_incident', '42:assign'],
    ['more_incident', '42:note'],
    ['more_incident', '42:hand_back'],
    ['more_incident', '42:actions'],
    ['storm_incident', '42:resolve'],
    ['storm_incident', '42:view'],
    ['show_storm', '7:1'],
    ['incidents_page_next', '2'],
    ['create_incident', 'home'],
    ['link_me', 'request:1'],
  ])('%s of %s shows something, and can not', (id, value) => {
    const used = INTERACTIONS.find(({ actionIds }) => actionIds?.includes(id));
    expect(used?.canWait?.(id, value) ?? false).toBe(false);
  });

  test('that opens a form answers Slack before it asks anything', async () => {
    const { bolt } = listening();
    await bolt.use('resolve_incident', '42');
    await bolt.use('snooze_incident', '42:custom');
    expect(bolt.said).toEqual(['ack', 'resolve_incident_modal', 'ack', 'snooze_incident_modal', 'redraw']);
  });

  test('that came too late is answered with who was first', async () => {
    const rejection = { reason: 'already_acknowledged', by: bob, at: NOW } as const;
    const outcome = { kind: 'rejected', incident: incident(), rejection } as const;
    const { bolt } = listening({ answer: { kind: 'commanded', number: 42, outcome } });
    await bolt.use('ack_incident', '42');
    expect(bolt.said.at(-1)).toContain('already acknowledged by @bob via Slack');
  });

  test('that has done its work is not said to have failed when the answer can not be given', async () => {
    const tell = async () => {
      throw new Error('Slack is away');
    };
    const { bolt } = listening({ answer: { kind: 'deferred' }, tell });
    await expect(bolt.use('ack_incident', '42')).rejects.toThrow(Untold);
    const { bolt: refusing } = listening({ answer: { kind: 'refused', refusal: 'guest', kept: null }, tell });
    await expect(refusing.use('ack_incident', '42')).rejects.toThrow('Slack is away');
  });
});

describe('a modal', () => {
  const view = {
    private_metadata: '{"number":42}',
    state: { values: { resolution_note: { input: { value: ' Fixed ' } } } },
  };

  test('does what it was for, and closes', async () => {
    const { bolt, requests } = listening();
    await bolt.submit('resolve_incident_modal', view);
    expect(requests).toMatchObject([
      { requestKey: 'V1', action: { kind: 'command', number: 42, command: { type: 'resolve', note: 'Fixed' } } },
    ]);
    expect(bolt.said).toEqual(['done', 'ack']);
  });

  test('stays open with what is wrong beside its field', async () => {
    const { bolt, requests } = listening();
    await bolt.submit('snooze_incident_modal', { ...view, state: { values: {} } });
    expect(requests).toEqual([]);
    expect(bolt.said).toEqual(['ack {"response_action":"errors","errors":{"snooze_until":"Pick a date and a time."}}']);
  });

  test('stays open when nothing was changed, so that what was typed is not lost', async () => {
    const { bolt } = listening({ answer: { kind: 'refused', refusal: 'viewer', kept: null } });
    await bolt.submit('resolve_incident_modal', view);
    expect(bolt.said.at(-1)).toMatch(/^ack .*"resolution_note":"You may look at incidents/);
  });
});
