import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { checkView } from '../../src/block-kit/view.ts';
import type { LocalSlack } from '../../src/index.ts';
import type { ModalHandle } from '../../src/people/modal-handle.ts';
import { type BareSocket, connect } from '../bare-socket.ts';
import { actions, input, modal, plain, textInput, x } from '../builders.ts';
import { Cleanup, clientOf, start } from '../start.ts';

const cleanup = new Cleanup();
let slack: LocalSlack;
let socket: BareSocket;

beforeEach(async () => {
  slack = await start(cleanup);
  socket = await connect(slack);
});
afterEach(() => cleanup.run());

const form = (more: object = {}) => modal([input(textInput(), { block_id: 'note', optional: true })], more);
let envelopes = 0;
beforeEach(() => {
  envelopes = 0;
});

/** Jane has the modal on her screen. */
async function opened(view: object = form()): Promise<ModalHandle> {
  const jane = slack.workspace().member('jane');
  const done = jane.shortcut('Create Incident');
  const frame = await socket.envelope(++envelopes);
  socket.ack(frame);
  await done;
  const payload = frame.payload as { trigger_id: string };
  await clientOf(slack).apiCall('views.open', { trigger_id: payload.trigger_id, view });
  return jane.seesModal('Title');
}

/** She presses the button, and the app answers so. */
async function submitted(shown: ModalHandle, answer: object) {
  const outcome = shown.submit();
  socket.ack(await socket.envelope(++envelopes), { ...answer });
  return outcome;
}

// https://docs.slack.dev/surfaces/modals#response_actions
describe('the answer to a view_submission', () => {
  it.each([
    ['an empty body', {}, 'closed'],
    ['clear', { response_action: 'clear' }, 'closed'],
    ['errors at an input', { response_action: 'errors', errors: { note: 'Say more' } }, 'errors'],
    ['update', { response_action: 'update', view: form({ title: plain('Other') }) }, 'updated'],
    ['push', { response_action: 'push', view: form({ title: plain('Other') }) }, 'pushed'],
  ])('may be %s', async (_, answer, outcome) => {
    expect(await submitted(await opened(), answer)).toBe(outcome);
    expect(slack.violations.all).toEqual([]);
  });

  it.each([
    ['a body without response_action', { text: 'Thanks' }],
    ['a response_action that is none', { response_action: 'close' }],
    ['errors at nothing', { response_action: 'errors', errors: { other: 'Say more' } }],
    ['no errors', { response_action: 'errors', errors: {} }],
    ['an update without a view', { response_action: 'update' }],
    ['a view that is not valid', { response_action: 'update', view: form({ title: plain(x(25)) }) }],
    ['a view of more than 250 kB', { response_action: 'update', view: form({ title: plain(x(250_001)) }) }],
  ])('with %s shows the person an error and leaves the modal open', async (_, answer) => {
    const shown = await opened();
    await expect(submitted(shown, answer)).rejects.toThrow('We had some trouble connecting');
    expect(shown.isOpen).toBe(true);
    expect(slack.violations.take()).toMatchObject([{ kind: 'bad_answer' }]);
  });

  it.each(['update', 'push'])('by %s cannot take an external_id that is taken', async (action) => {
    const bob = slack.workspace().member('bob');
    slack.workspace().model.views.publish(bob.id, {
      ...validHome(),
      external_id: 'taken',
    });
    const shown = await opened();
    const answer = { response_action: action, view: form({ external_id: 'taken' }) };
    await expect(submitted(shown, answer)).rejects.toThrow('We had some trouble connecting');
    expect(slack.violations.take()).toMatchObject([{ detail: expect.stringContaining('duplicate_external_id') }]);
  });
});

function validHome() {
  const checked = checkView({ type: 'home', blocks: [] }, 'home');
  if ('problems' in checked) throw new Error('the home is not valid');
  return checked.value;
}

// https://docs.slack.dev/reference/block-kit/block-elements/conversation-select-menu-element: "only works with menus in
// input blocks in modals"
describe('response_url_enabled', () => {
  const menu = { type: 'conversations_select', response_url_enabled: true };
  it('works in an input of a modal', () => {
    expect(checkView(modal([input(menu)]), 'modal')).toHaveProperty('value');
  });
  it.each([
    ['in a row of actions', modal([actions(menu)]), 'modal'],
    ['on the Home tab', { type: 'home', blocks: [input(menu)] }, 'home'],
  ] as const)('does not work %s', (_, view, kind) => {
    expect(checkView(view, kind)).toMatchObject({
      problems: [{ message: '`response_url_enabled` only works in input blocks of modals' }],
    });
  });
});
