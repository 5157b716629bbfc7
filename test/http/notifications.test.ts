import { describe, expect, test } from '@jest/globals';
import { type House, startHouse } from './support.ts';

const TEMPLATES = `
templates:
  - name: deploy
    message: "*{service}* {version} is live"
    attachments: [{ color: good, fields: [{ title: Service, value: "{service}", short: true }], title_link: "https://ci.example.com/{build}" }]
  - { name: bare, blocks: [{ type: header, text: { type: plain_text, text: "{title}" } }] }
`;

interface Answer {
  status: number;
  body: { id?: string; status?: string; error?: string; issues?: { path: string; message: string }[] };
}

async function notify(house: House, body: unknown, key?: string): Promise<Answer> {
  const answer = await house.post('/api/notifications', body, key === undefined ? {} : { key });
  return { status: answer.status, body: (await answer.json()) as Answer['body'] };
}

async function issuesOf(house: House, body: unknown): Promise<string[]> {
  const answer = await notify(house, body);
  expect(answer.status).toBe(400);
  expect(await house.notifications.countQueued()).toBe(0);
  return (answer.body.issues ?? []).map(({ path, message }) => `${path} ${message}`);
}

/** What is owed to Slack for it. */
async function messageOf(house: House, body: object) {
  const { status, body: answer } = await notify(house, { channel: 'ops', ...body });
  expect([status, answer]).toEqual([202, { id: expect.any(String), status: 'queued' }]);
  const notification = await house.notifications.get(answer.id ?? '');
  if (!notification) throw new Error('it was not kept');
  return notification.message;
}

const get = (house: House, id: string, key = house.key) =>
  fetch(`${house.url}/api/notifications/${id}`, { headers: { Authorization: `Bearer ${key}`, Connection: 'close' } });

describe('POST /api/notifications', () => {
  test('takes in a message with the mark of its priority, and says where it is', async () => {
    const house = await startHouse();
    expect(await messageOf(house, { message: 'Backup done' })).toEqual({ text: '🟢 Backup done' });
    expect(await messageOf(house, { message: 'Disk full', priority: 'high' })).toEqual({ text: '🔴 Disk full' });
    expect(await messageOf(house, { message: 'Log rotated', priority: 'low' })).toEqual({ text: '⚪ Log rotated' });
    const { body } = await notify(house, { channel: '#Ops', message: 'Backup done' });
    const shown = await get(house, body.id ?? '');
    expect([shown.status, await shown.json()]).toEqual([200, { id: body.id, status: 'queued', channel: '#ops' }]);
  });

  test('the message is the notification, and the first of its blocks', async () => {
    const house = await startHouse();
    const button = { type: 'button', text: { type: 'plain_text', text: 'Build' }, url: 'https://ci.example.com/1' };
    const message = await messageOf(house, {
      message: 'See https://ci.example.com',
      blocks: [
        { type: 'divider' },
        { type: 'actions', elements: [{ ...button, action_id: 'ack_incident', value: '1' }] },
      ],
    });
    expect(message.text).toBe('🟢 See https://ci.example.com');
    expect(message.blocks).toEqual([
      { type: 'section', text: { type: 'mrkdwn', text: '🟢 See https://ci.example.com' } },
      { type: 'divider' },
      { type: 'actions', elements: [{ ...button, action_id: 'open_notification_link:1' }] },
    ]);
  });

  test('a template is filled with values that show as they are', async () => {
    const house = await startHouse();
    await house.applySettings(TEMPLATES);
    const values = { service: 'Pay <!channel> & co', version: 7, build: 'a/b c' };
    expect(await messageOf(house, { template: 'Deploy', values })).toEqual({
      text: '🟢 *Pay &lt;!channel&gt; &amp; co* 7 is live',
      attachments: [
        {
          color: 'good',
          fields: [{ title: 'Service', value: 'Pay &lt;!channel&gt; &amp; co', short: true }],
          title_link: 'https://ci.example.com/a%2Fb%20c',
        },
      ],
    });
    expect(await issuesOf(await filled(), { channel: 'ops', template: 'deploy', values: { service: 'Pay' } })).toEqual([
      'values.version is missing: the template "deploy" needs it',
      'values.build is missing: the template "deploy" needs it',
    ]);
    expect(await issuesOf(await filled(), { channel: 'ops', template: 'bare', values: { title: 'Hi' } })).toEqual([
      'message is missing',
    ]);
    expect(await issuesOf(await filled(), { channel: 'ops', template: 'deplyo' })).toEqual([
      'template is not a template of opsknight.yml. Did you mean "deploy"?',
    ]);
  });

  async function filled(): Promise<House> {
    const house = await startHouse();
    await house.applySettings(TEMPLATES);
    return house;
  }

  test.each([
    ['no channel', { message: 'x' }, ['channel is missing']],
    ['no message', { channel: 'ops' }, ['message is missing']],
    ['an empty message', { channel: 'ops', message: ' \n' }, ['message is missing']],
    ['a channel that is none', { channel: 'a b', message: 'x' }, [expect.stringMatching(/^channel is not a channel/)]],
    ['a person', { channel: '@jane', message: 'x' }, [expect.stringMatching(/^channel is not a channel/)]],
    [
      'a name that no new channel can have',
      { channel: '#__', message: 'x', create_channel: true },
      [expect.stringMatching(/^channel can’t be made/)],
    ],
    [
      'a priority that is none',
      { channel: 'ops', message: 'x', priority: 'hgih' },
      ['priority is "hgih", which is not one of high, normal, low.'],
    ],
    [
      'a misspelled field',
      { channel: 'ops', mesage: 'x', message: 'x' },
      ['mesage is not a known field. Did you mean "message"?'],
    ],
    [
      'a message that is too long',
      { channel: 'ops', message: '&'.repeat(1_000) },
      ['message is longer than 3950 characters as Slack counts them'],
    ],
    [
      'blocks that are none',
      { channel: 'ops', message: 'x', blocks: [{ type: 'divider' }, { type: 'section' }] },
      ['blocks[1] must provide either `text` or `fields`'],
    ],
    [
      'too many blocks',
      { channel: 'ops', message: 'x', blocks: Array(50).fill({ type: 'divider' }) },
      ['blocks no more than 50 items allowed'],
    ],
    [
      'blocks with a menu',
      { channel: 'ops', message: 'x', blocks: [{ type: 'input' }] },
      ['blocks[0] can’t be in a notification (input): nobody would hear of its use'],
    ],
    [
      'a button that does nothing',
      {
        channel: 'ops',
        message: 'x',
        blocks: [
          {
            type: 'actions',
            elements: [{ type: 'button', text: { type: 'plain_text', text: 'Go' }, action_id: 'ack_incident' }],
          },
        ],
      },
      ['blocks[0].elements[0] needs a url: other buttons do nothing in a notification'],
    ],
    [
      'rich text that calls everybody',
      {
        channel: 'ops',
        message: 'x',
        blocks: [
          {
            type: 'rich_text',
            elements: [{ type: 'rich_text_section', elements: [{ type: 'broadcast', range: 'channel' }] }],
          },
        ],
      },
      ['blocks[0].elements[0].elements[0] mentions somebody; notifications mention nobody'],
    ],
    [
      'an attachment with old buttons',
      { channel: 'ops', message: 'x', attachments: [{ text: 'y', actions: [] }] },
      ['attachments[0].actions can’t be in an attachment of a notification'],
    ],
    [
      'attachments that are no list of objects',
      { channel: 'ops', message: 'x', attachments: ['y'] },
      ['attachments[0] must be an object'],
    ],
    [
      'a footer that is too long',
      { channel: 'ops', message: 'x', attachments: [{ footer: 'y'.repeat(301) }] },
      ['attachments[0].footer must be less than 301 characters'],
    ],
  ])('refuses %s, and sends nothing', async (_, body, issues) => {
    expect(await issuesOf(await startHouse(), body)).toEqual(issues);
  });

  test('nesting without end, and values without number, are refused as well', async () => {
    const house = await startHouse();
    const nested = `${'{"type":"section","text":'.repeat(5_000)}1${'}'.repeat(5_000)}`;
    const answer = await house.post('/api/notifications', `{"channel":"ops","message":"x","blocks":[${nested}]}`);
    expect(answer.status).toBe(400);
    const values = Object.fromEntries(Array.from({ length: 101 }, (_, index) => [`v${index}`, 1]));
    expect(await issuesOf(house, { channel: 'ops', message: 'x', values })).toEqual(['values are more than 100']);
  });

  test('the same request with the same Idempotency-Key is one notification, with the same id', async () => {
    const house = await startHouse();
    const send = async (key: string, message: string) => {
      const answer = await fetch(`${house.url}/api/notifications`, {
        method: 'POST',
        headers: { Authorization: `Bearer ${house.key}`, 'Idempotency-Key': key, Connection: 'close' },
        body: JSON.stringify({ channel: 'ops', message }),
      });
      return ((await answer.json()) as { id?: string }).id;
    };
    const first = await send('a', 'x');
    expect(await send('a', 'y')).toBeUndefined();
    expect(await send('a', 'x')).toBe(first);
    expect(await send('b', 'x')).not.toBe(first);
    expect(await house.notifications.countQueued()).toBe(2);
  });

  test('a key of a service knows only what was sent with it', async () => {
    const house = await startHouse();
    const bound = await house.keyOf('Payment API');
    const theirs = (await notify(house, { channel: 'ops', message: 'x' }, bound)).body.id ?? '';
    const others = (await notify(house, { channel: 'ops', message: 'x' })).body.id ?? '';
    const statuses = [await get(house, theirs, bound), await get(house, others, bound), await get(house, theirs)];
    expect(statuses.map(({ status }) => status)).toEqual([200, 404, 200]);
    expect((await get(house, 'nothing')).status).toBe(404);
    expect((await get(house, theirs, 'opk_wrong')).status).toBe(401);
  });
});
