import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import type { App, BlockAction, ViewResponseAction, ViewSubmitAction } from '@slack/bolt';
import type { WebClient } from '@slack/web-api';
import type { LocalSlack } from '../src/index.ts';
import { Cleanup, clientOf, failure, start, startBolt } from './start.ts';

const cleanup = new Cleanup();
let slack: LocalSlack;
let client: WebClient;
/** What the app does with the trigger of a click, by the button's action_id. */
const onClick = new Map<string, (body: BlockAction) => Promise<unknown>>();
let onSubmit: (body: ViewSubmitAction) => ViewResponseAction | undefined = () => undefined;

const plain = (text: string) => ({ type: 'plain_text' as const, text });
const button = (label: string) => ({ type: 'button', text: plain(label), action_id: label });
const view = (title: string, more: object = {}) => ({
  type: 'modal' as const,
  callback_id: 'modal',
  title: plain(title),
  submit: plain('Send'),
  blocks: [
    { type: 'input', block_id: 'name', label: plain('Name'), element: { type: 'plain_text_input', action_id: 'name' } },
    { type: 'actions', block_id: 'more', elements: [button('Further')] },
  ],
  ...more,
});

/** With triggers that live so long; a machine that is busy with other things may take Slack's three seconds for nothing at all. */
async function begin(triggerLifetimeMs: number): Promise<void> {
  onClick.clear();
  onSubmit = () => undefined;
  slack = await start(cleanup, { timing: { triggerLifetimeMs } });
  client = clientOf(slack);
  await startBolt(cleanup, slack, (app: App) => {
    app.action(/.*/, async ({ ack, body, action }) => {
      await ack();
      if (body.type === 'block_actions' && 'action_id' in action) await onClick.get(action.action_id)?.(body);
    });
    app.view('modal', async ({ ack, body }) => {
      if (body.type !== 'view_submission') return;
      const answer = onSubmit(body);
      await (answer ? ack(answer) : ack());
    });
  });
}

beforeEach(() => begin(20_000));
afterEach(() => cleanup.run());

const jane = () => slack.workspace().member('jane');

async function postCard() {
  const blocks = [{ type: 'actions', elements: [button('Open')] }];
  await client.apiCall('chat.postMessage', { channel: '#incidents', text: 'card', blocks });
  return slack.workspace().channel('incidents').waitForMessage('');
}

/** Clicks, and takes the trigger instead of using it. */
async function freshTrigger(): Promise<string> {
  const card = await postCard();
  const taken = new Promise<string>((resolve) => onClick.set('Open', async (body) => resolve(body.trigger_id)));
  await jane().click(card, 'Open');
  return taken;
}

async function openModal(title = 'First', more: object = {}) {
  const trigger_id = await freshTrigger();
  await client.views.open({ trigger_id, view: view(title, more) });
  return jane().seesModal(title);
}

describe('a trigger', () => {
  it('is good once', async () => {
    const trigger_id = await freshTrigger();
    expect(await client.views.open({ trigger_id, view: view('First') })).toMatchObject({
      ok: true,
      view: { id: expect.stringMatching(/^V/), hash: expect.any(String), callback_id: 'modal', state: { values: {} } },
    });
    expect(await failure(client.views.open({ trigger_id, view: view('Again') }))).toMatchObject({
      error: 'exchanged_trigger_id',
    });
  });

  it('expires', async () => {
    await begin(500);
    const trigger_id = await freshTrigger();
    slack.faults.slow(600, { method: 'views.open' });
    expect(await failure(client.views.open({ trigger_id, view: view('Late') }))).toMatchObject({
      error: 'expired_trigger_id',
    });
  });

  it('expires while its envelope is on the way', async () => {
    await begin(500);
    const card = await postCard();
    const opened = new Promise((resolve) =>
      onClick.set('Open', async ({ trigger_id }) =>
        resolve(await failure(client.views.open({ trigger_id, view: view('Late') }))),
      ),
    );
    slack.faults.delayEnvelopes(600, { times: 1 });
    await jane().click(card, 'Open');
    expect(await opened).toMatchObject({ error: 'expired_trigger_id' });
  });

  it('is not made up, and not used up by a view that is refused', async () => {
    expect(await failure(client.views.open({ trigger_id: '1.2.abc', view: view('None') }))).toMatchObject({
      error: 'invalid_trigger_id',
    });
    const trigger_id = await freshTrigger();
    expect(await failure(client.views.open({ trigger_id, view: view('x'.repeat(25)) }))).toMatchObject({
      error: 'invalid_arguments',
      response_metadata: { messages: ['[ERROR] must be less than 25 characters [json-pointer:/view/title/text]'] },
    });
    expect(await client.views.open({ trigger_id, view: view('Good') })).toMatchObject({ ok: true });
  });
});

describe('modals', () => {
  it('are pushed three deep, from inside a modal only', async () => {
    const outside = await freshTrigger();
    expect(await failure(client.views.push({ trigger_id: outside, view: view('Second') }))).toMatchObject({
      error: 'not_found',
    });
    let depth = 1;
    let refusal: unknown;
    onClick.set('Further', async ({ trigger_id }) => {
      depth++;
      const pushed = client.views.push({ trigger_id, view: view(`Number ${depth}`) });
      if (depth > 3) refusal = await failure(pushed);
      else await pushed;
      slack.changes.notify();
    });
    const first = await openModal('Number 1');
    await first.click('Further');
    const second = await jane().seesModal('Number 2');
    await second.click('Further');
    const third = await jane().seesModal('Number 3');
    await third.click('Further');
    expect(
      await slack.changes.waitFor(
        () => refusal,
        () => 'not refused',
      ),
    ).toMatchObject({ error: 'push_limit_reached' });
    await third.fill('Name', 'n');
    expect(await third.submit()).toBe('closed');
    expect((await jane().seesModal('Number 2')).isOpen).toBe(true);
  });

  it('are updated by id or external_id, unless somebody was faster', async () => {
    const modal = await openModal('First', { external_id: 'own' });
    await modal.fill('Name', 'kept');
    const updated = await client.views.update({ external_id: 'own', view: view('Second', { external_id: 'own' }) });
    expect(modal.title).toBe('Second');
    expect(modal.value('Name')).toBe('kept');
    const hash = updated.view?.hash;
    const view_id = updated.view?.id ?? '';
    await client.views.update({ view_id, hash, view: view('Third') });
    expect(await failure(client.views.update({ view_id, hash, view: view('Fourth') }))).toMatchObject({
      error: 'hash_conflict',
    });
    expect(await failure(client.views.update({ view_id: 'V0', view: view('Fourth') }))).toMatchObject({
      error: 'not_found',
    });
    modal.close();
    expect(await failure(client.views.update({ view_id, view: view('Fourth') }))).toMatchObject({ error: 'not_found' });
  });

  it('follow the answer to their submission', async () => {
    const modal = await openModal();
    await modal.fill('Name', 'n');
    onSubmit = () => ({ response_action: 'update', view: view('Updated') });
    expect(await modal.submit()).toBe('updated');
    onSubmit = () => ({ response_action: 'push', view: view('Pushed') });
    expect(await modal.submit()).toBe('pushed');
    const pushed = await jane().seesModal('Pushed');
    await pushed.fill('Name', 'n');
    onSubmit = () => ({ response_action: 'clear' });
    expect(await pushed.submit()).toBe('closed');
    expect(modal.isOpen).toBe(false);
  });

  it.each([
    ['errors at no input', { response_action: 'errors', errors: { elsewhere: 'Wrong' } }],
    ['errors at a block that is no input', { response_action: 'errors', errors: { more: 'Wrong' } }],
    ['a view that is not valid', { response_action: 'update', view: view('x'.repeat(25)) }],
  ] satisfies [string, ViewResponseAction][])('stay with a notice after %s', async (_, answer) => {
    const modal = await openModal();
    await modal.fill('Name', 'n');
    onSubmit = () => answer;
    await expect(modal.submit()).rejects.toThrow('We had some trouble connecting');
    expect(modal.isOpen).toBe(true);
  });

  it('check what is entered before they are sent', async () => {
    const blocks = [
      { type: 'input', label: plain('Name'), element: { type: 'plain_text_input', min_length: 3 } },
      { type: 'input', label: plain('Mail'), optional: true, element: { type: 'email_text_input' } },
    ];
    const modal = await openModal('Checked', { blocks });
    await modal.fill('Name', 'no');
    await modal.fill('Mail', 'nowhere');
    expect(await modal.submit()).toBe('errors');
    expect(modal.errors()).toEqual({
      Name: 'Your input must be at least 3 characters.',
      Mail: 'Enter a valid email address.',
    });
  });
});

describe('the Home tab', () => {
  it('is published for one member, and only where it is enabled', async () => {
    const user_id = jane().id;
    const home = { type: 'home' as const, blocks: [{ type: 'section', text: plain('Welcome') }] };
    await client.views.publish({ user_id, view: home });
    await jane().home().waitForText('Welcome');
    expect(slack.workspace().member('bob').home().visible()).toBeUndefined();
    expect(await failure(client.views.publish({ user_id, hash: 'old', view: home }))).toMatchObject({
      error: 'hash_conflict',
    });
    expect(await failure(client.views.publish({ user_id, view: view('Modal') }))).toMatchObject({
      error: 'invalid_arguments',
    });
    slack.workspace().model.app.manifest.features.app_home.home_tab_enabled = false;
    expect(await failure(client.views.publish({ user_id, view: home }))).toMatchObject({ error: 'not_enabled' });
  });
});
