import { afterEach, describe, expect, it } from '@jest/globals';
import type { App, BlockAction, SlackViewAction } from '@slack/bolt';
import type { WebClient } from '@slack/web-api';
import { areTooLong, checkMessageBlocks, checkView, togetherProblems } from '../src/block-kit/index.ts';
import type { LocalSlack } from '../src/index.ts';
import { input, modal, option, options, plain, section } from './builders.ts';
import { Cleanup, clientOf, start, startBolt } from './start.ts';

const cleanup = new Cleanup();
afterEach(() => cleanup.run());

const external = (more: object = {}) => ({ type: 'external_select', action_id: 'pick', ...more });
const file = (more: object = {}) => ({ type: 'file_input', action_id: 'file', ...more });
const rich = (more: object = {}) => ({ type: 'rich_text_input', action_id: 'rich', ...more });
const raw = (text: string) => ({ type: 'raw_text', text });
const table = (rows: object[][], more: object = {}) => ({ type: 'table', rows, ...more });
const wrong = (checked: object) => JSON.stringify('problems' in checked ? checked.problems : []);

describe('blocks and elements', () => {
  // Their pages in https://docs.slack.dev/reference/block-kit
  it.each([
    ['external_select', section({ accessory: external({ min_query_length: 0, initial_option: option(1) }) })],
    [
      'multi_external_select',
      section({ accessory: { ...external(), type: 'multi_external_select', max_selected_items: 2 } }),
    ],
    ['table', table([[raw('a'), raw('b')], [raw('1')]], { column_settings: [null, { align: 'right' }] })],
  ])('%s stands in messages', (_, block) => {
    expect(checkMessageBlocks([block])).toHaveProperty('value');
  });

  it.each([
    [
      'a menu with external data and options',
      section({ accessory: external({ options: options(1) }) }),
      'invalid additional property',
    ],
    ['a table of more than 100 rows', table(Array.from({ length: 101 }, () => [raw('1')])), 'no more than 100 items'],
    ['a table of more than 20 columns', table([Array.from({ length: 21 }, () => raw('1'))]), 'no more than 20 items'],
    ['a table with an unknown kind of cell', table([[plain('1')]]), 'unsupported type: plain_text'],
    ['a rich text field outside of inputs', section({ accessory: rich() }), 'unsupported type: rich_text_input'],
  ])('%s does not, in a message', (_, block, words) => {
    expect(wrong(checkMessageBlocks([block]))).toContain(words);
  });

  it('one table is the most that a message holds, and 10,000 characters are the most that a table does', () => {
    expect(wrong(checkMessageBlocks([table([[raw('1')]]), table([[raw('2')]])]))).toContain('only_one_table_allowed');
    expect(wrong(checkMessageBlocks([table([[raw('x'.repeat(10_001))]])]))).toContain('10001');
  });

  it('one table is the most for blocks and attachments together', () => {
    const checked = [table([[raw('1')]]), table([[raw('2')]])].map((one) => checkMessageBlocks([one]));
    const [blocks, attached] = checked.map((one) => ('value' in one ? one.value : []));
    expect(wrong({ problems: togetherProblems(blocks ?? [], [{ id: 1, blocks: attached }]) })).toContain(
      'only_one_table_allowed',
    );
  });

  const story = (text: string) => ({
    type: 'rich_text',
    elements: [{ type: 'rich_text_section', elements: [{ type: 'text', text }] }],
  });
  it.each([
    ['cells', table([[raw('&'.repeat(3_000))]])],
    ['what a rich text field begins with', input(rich({ initial_value: story('&'.repeat(3_000)) }))],
    ['what a menu with external data begins with', section({ accessory: external({ initial_option: option(1) }) })],
  ])('%s weigh with the texts of a message', (_, block) => {
    const isTooLong = (other: object) => {
      const checked = checkMessageBlocks([section({ text: plain('&'.repeat(2_574)) }), other]);
      return 'value' in checked && areTooLong(checked.value);
    };
    expect(isTooLong({ type: 'divider' })).toBe(false);
    expect(isTooLong(block)).toBe(true);
  });

  it.each([
    ['rich_text_input', rich()],
    ['file_input', file({ filetypes: ['pdf'], max_files: 2 })],
    ['external_select', external()],
  ])('%s stands in the inputs of a modal', (_, element) => {
    expect(checkView(modal([input(element)]), 'modal')).toHaveProperty('value');
  });

  it.each([
    ['more than ten files', input(file({ max_files: 11 }))],
    ['no kind of file', input(file({ filetypes: [] }))],
    ['a file field outside of inputs', section({ accessory: file() })],
    ['a table', table([[raw('1')]])],
  ])('%s: refused in a modal', (_, block) => {
    expect(checkView(modal([block]), 'modal')).toHaveProperty('problems');
  });
});

describe('a menu with external data', () => {
  let slack: LocalSlack;
  let client: WebClient;
  let asked: unknown[];
  let answer: object;
  let pressed: BlockAction[];
  let submitted: SlackViewAction[];

  async function begin(): Promise<void> {
    asked = [];
    pressed = [];
    submitted = [];
    answer = { options: [option('Postgres'), option('Redis')] };
    slack = await start(cleanup);
    client = clientOf(slack);
    await startBolt(cleanup, slack, (app: App) => {
      app.options('pick', async ({ ack, body }) => {
        asked.push(body);
        await ack(answer as { options: [] });
      });
      app.action<BlockAction>('pick', async ({ ack, body }) => {
        await ack();
        pressed.push(body);
      });
      app.shortcut('create_incident', async ({ ack, shortcut, client: own }) => {
        await ack();
        const view = modal(
          [
            input(external()),
            input(rich(), { label: plain('Story') }),
            input(file({ filetypes: ['txt'], max_files: 1 }), { label: plain('Logs') }),
          ],
          { callback_id: 'm' },
        );
        await own.apiCall('views.open', { trigger_id: shortcut.trigger_id, view });
      });
      app.view('m', async ({ ack, body }) => {
        await ack();
        submitted.push(body);
      });
    });
  }

  async function card() {
    await client.apiCall('chat.postMessage', {
      channel: '#incidents',
      text: 'fallback',
      blocks: [section({ block_id: 'b', accessory: external({ placeholder: plain('Service') }) })],
    });
    const posted = slack.workspace().channel('incidents').messages().at(-1);
    if (!posted) throw new Error('nothing was posted');
    return posted;
  }

  // https://docs.slack.dev/reference/interaction-payloads/block_suggestion-payload
  it('asks the app for what is typed, in a message', async () => {
    await begin();
    const jane = slack.workspace().member('jane');
    const posted = await card();
    await jane.choose(posted, 'Service', 'option Redis');
    expect(asked).toMatchObject([
      {
        type: 'block_suggestion',
        action_id: 'pick',
        block_id: 'b',
        value: 'option Redis',
        user: { id: jane.id },
        container: { type: 'message', message_ts: posted.ts },
        channel: { name: 'incidents' },
        message: { ts: posted.ts },
      },
    ]);
    expect(pressed[0]?.actions).toMatchObject([{ type: 'external_select', selected_option: { value: 'Redis' } }]);
  });

  it.each([
    ['options of no shape', { options: [{ label: 'Redis' }] }],
    ['neither options nor groups', {}],
    ['more than a hundred', { options: options(101) }],
  ])('offers nothing when the app answers %s', async (_, given) => {
    await begin();
    answer = given;
    const choice = slack
      .workspace()
      .member('jane')
      .choose(await card(), 'Service', 'option Redis');
    await expect(choice).rejects.toThrow('did not offer options');
    expect(pressed).toEqual([]);
    expect(slack.violations.take()).toMatchObject([{ detail: expect.stringContaining('block_suggestion') }]);
  });

  it('asks only once enough is typed', async () => {
    await begin();
    const choice = slack
      .workspace()
      .member('jane')
      .choose(await card(), 'Service', 're');
    await expect(choice).rejects.toThrow('offers nothing');
    expect(asked).toEqual([]);
  });

  it('stands among the fields of a message, whose values come with the next press', async () => {
    await begin();
    await client.apiCall('chat.postMessage', {
      channel: '#incidents',
      text: 'fallback',
      blocks: [
        input({ ...external(), action_id: 'typed' }),
        input(rich(), { label: plain('Story') }),
        section({ accessory: external({ placeholder: plain('Service') }) }),
      ],
    });
    const posted = slack.workspace().channel('incidents').messages().at(-1);
    if (!posted) throw new Error('nothing was posted');
    const jane = slack.workspace().member('jane');
    await jane.fill(posted, 'Story', 'It all began at noon');
    await jane.choose(posted, 'Service', 'option Redis');
    const values = Object.values(pressed[0]?.state?.values ?? {}).flatMap((block) => Object.values(block));
    expect(values).toMatchObject([
      { type: 'external_select', selected_option: null },
      { type: 'rich_text_input', rich_text_value: { type: 'rich_text' } },
      { type: 'external_select', selected_option: { value: 'Redis' } },
    ]);
  });

  it('stands in modals, beside rich text and files, and all of it is submitted', async () => {
    await begin();
    answer = { option_groups: [{ label: plain('Databases'), options: [option('Postgres')] }] };
    const jane = slack.workspace().member('jane');
    await jane.shortcut('Create Incident');
    const shown = await jane.seesModal('Title');
    await shown.choose('Label', 'option Postgres');
    await shown.fill('Story', 'It all began at noon');
    await expect(shown.attach('Logs', { name: 'photo.png', content: '' })).rejects.toThrow('txt only');
    await shown.attach('Logs', { name: 'app.txt', content: 'boom' });
    await expect(shown.attach('Logs', { name: 'more.txt', content: '' })).rejects.toThrow('1 files at most');
    expect(await shown.submit()).toBe('closed');
    expect(asked).toMatchObject([{ container: { type: 'view' }, view: { callback_id: 'm' } }]);
    const values = Object.values(submitted[0]?.view.state.values ?? {}).flatMap((block) => Object.values(block));
    expect(values).toMatchObject([
      { type: 'external_select', selected_option: { value: 'Postgres' } },
      { type: 'rich_text_input', rich_text_value: { type: 'rich_text' } },
      { type: 'file_input', files: [{ name: 'app.txt', size: 4, mimetype: 'text/plain' }] },
    ]);
  });
});
