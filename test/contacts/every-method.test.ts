import { afterAll, beforeAll, expect, test } from '@jest/globals';
import type { ModalHandle } from 'local-slack';
import { newApiKey } from '../../src/keys/secret.ts';
import { systemClock } from '../../src/lib/clock.ts';
import { OPERATOR } from '../operator.ts';
import { type Received, Receiver } from '../outside/receiver.ts';
import { App } from '../slack/app.ts';
import { until } from '../until.ts';

const SETTINGS = `
workspace: { default_channel: "#incidents" }
users: [{ name: Jane Doe, email: jane@example.com }, { name: Bob Stone, email: bob@example.com }]
escalation_policies: [{ name: bob, steps: [{ after: 0s, notify: [user:bob@example.com] }] }]
services: [{ name: Payment API, channel: "#payment-alerts", escalation_policy: bob }]
`;
const PHONE = '+4930123456';

let app: App;
let key: string;
/** The ntfy server, the system behind the webhook, and Twilio. */
let others: Receiver;

beforeAll(async () => {
  others = await Receiver.start();
  app = await App.start(SETTINGS, () => {}, {
    isPaced: false,
    environment: {
      OUTGOING_HOSTS: new URL(others.url).host,
      TWILIO_ACCOUNT_SID: 'AC0123',
      TWILIO_AUTH_TOKEN: 'tokenoftwilio',
      TWILIO_FROM: '+15550000',
      TWILIO_API_URL: others.url,
    },
  });
  const made = newApiKey();
  key = made.key;
  await app.withStorage(({ keys }) =>
    keys.create({ by: OPERATOR, ...made, name: 'ci', serviceId: null, at: systemClock.now() }),
  );
});
afterAll(async () => {
  await app.stop();
  await others.stop();
});

const json = ({ body }: Received) => JSON.parse(body) as Record<string, unknown>;
const form = ({ body }: Received) => new URLSearchParams(body);
const linkIn = (text: string) => /http[^"\s]+\/acknowledge\/[^"\s]+/.exec(text)?.[0] ?? '';

/** What a person hears of a call: its sentences, and what a 1 leads to. */
function heard(one: Received): { said: string; action: string } {
  expect(form(one).get('To')).toBe(PHONE);
  const twiml = form(one).get('Twiml') ?? '';
  const said = [...twiml.matchAll(/<Say>([^<]*)<\/Say>/g)].map(([, words]) => words).join(' ');
  return { said, action: /<Gather [^>]*action="([^"]+)"/.exec(twiml)?.[1] ?? '' };
}

const post = (url: string, body?: URLSearchParams) =>
  fetch(url, { method: 'POST', headers: { Connection: 'close' }, ...(body && { body }) });

interface Way {
  label: string;
  /** As the thread has it. */
  words: string;
  address(): string;
  /** Where it arrives. */
  path: string;
  code(one: Received): string | undefined;
  /** Whoever is paged takes the incident, by what has arrived. */
  acknowledge(one: Received): Promise<Response>;
}

const WAYS: Way[] = [
  {
    label: 'Ntfy',
    words: 'ntfy',
    address: () => `${others.url}/bob-a7f3`,
    path: '/',
    code: (one) => /The code is (\d{6})/.exec(String(json(one)['message']))?.[1],
    async acknowledge(one) {
      const [button] = json(one)['actions'] as { label: string; method: string; url: string }[];
      expect([json(one)['topic'], button?.label, button?.method]).toEqual(['bob-a7f3', 'Acknowledge', 'POST']);
      return post(button?.url ?? '');
    },
  },
  {
    label: 'Webhook',
    words: 'webhook',
    address: () => `${others.url}/pager`,
    path: '/pager',
    code: (one) => json(one)['code'] as string | undefined,
    acknowledge: (one) => post(String(json(one)['acknowledge_url'])),
  },
  {
    label: 'SMS',
    words: 'SMS',
    address: () => PHONE,
    path: '/2010-04-01/Accounts/AC0123/Messages.json',
    code: (one) => /The code is (\d{6})/.exec(form(one).get('Body') ?? '')?.[1],
    acknowledge: (one) => post(linkIn(form(one).get('Body') ?? '')),
  },
  {
    label: 'Phone',
    words: 'phone',
    address: () => PHONE,
    path: '/2010-04-01/Accounts/AC0123/Calls.json',
    code(one) {
      const codes = [...heard(one).said.matchAll(/The code for \S+ is: ((?:\d, ){5}\d)\./g)].map(([, code]) => code);
      if (codes.length === 0) return undefined;
      expect(codes).toEqual([codes[0], codes[0]]); // digit by digit, and twice
      return codes[0]?.replaceAll(', ', '');
    },
    async acknowledge(one) {
      expect(heard(one).said).toContain('Press 1 to acknowledge');
      const answer = await post(heard(one).action, new URLSearchParams({ Digits: '1', CallSid: 'CA1' }));
      expect(await answer.clone().text()).toContain('Acknowledged. The incident is yours.');
      return answer;
    },
  },
];

const bob = () => app.slack.workspace().member('bob');
const methods = () =>
  app.withStorage(async ({ onCall }) => {
    const { users } = await onCall.directory();
    return users.find(({ email }) => email === 'bob@example.com')?.reach.methods;
  });

/** What comes next on a path. */
async function arrives(path: string, before: number): Promise<Received> {
  const theirs = () => others.received.filter((one) => one.path === path);
  await until(() => theirs().length > before);
  const one = theirs()[before];
  if (!one) throw new Error('it has arrived');
  return one;
}
const arrived = (path: string) => others.received.filter((one) => one.path === path).length;

async function open(title: string) {
  const answer = await fetch(`${app.url}/api/events`, {
    method: 'POST',
    headers: { Authorization: `Bearer ${key}`, Connection: 'close' },
    body: JSON.stringify({ event_action: 'trigger', title, service: 'Payment API', urgency: 'HIGH' }),
  });
  expect(answer.status).toBe(202);
  return app.slack.workspace().channel('#payment-alerts').waitForMessage(title);
}

const shows = (modal: ModalHandle, words: string) =>
  until(
    () => modal.visible().text.includes(words),
    () => modal.visible().text,
  );

test.each(WAYS)(
  '$label: a code goes there; a wrong one is refused, the right one counts; then a page goes that way, and is acknowledged from there',
  async ({ label, words, address, path, code, acknowledge }) => {
    await bob().command('#general', '/opsknight contact');
    const panel = await bob().seesModal('How you are paged');
    await bob().click(panel, 'Add a method');
    const adding = await bob().seesModal('Add a method');
    await adding.choose('Method', label);
    await adding.fill('Address', address());
    await adding.fill('After', '0s');
    const before = arrived(path);
    await adding.submit();
    const sent = code(await arrives(path, before)) ?? '';
    expect(sent).toMatch(/^\d{6}$/);

    const entering = await bob().seesModal('Enter the code');
    await entering.fill('Code', String((Number(sent) + 1) % 1_000_000).padStart(6, '0'));
    await entering.submit();
    expect(Object.values(entering.errors()).join()).toContain('4 more tries');
    expect(await methods()).toEqual([]);
    await open(`Not by ${label}`);
    expect(arrived(path)).toBe(before + 1);
    await entering.fill('Code', sent);
    await entering.submit();
    await shows(panel, 'From now on you are paged by');
    expect(await methods()).toMatchObject([{ address: address(), after: 0 }]);

    const card = await open(`By ${label}`);
    const page = await arrives(path, before + 1);
    expect(page.body.replaceAll('+', ' ')).toContain(`By ${label}`);
    await card.waitForReply(label === 'Phone' ? '@bob was called by phone' : `@bob was reached by ${words}`);
    expect((await acknowledge(page)).status).toBe(200);
    await card.becomes({ text: /Acknowledged by\s+@bob/ });

    // The next way is tried alone.
    await bob().click(panel, 'Remove', { confirm: true });
    await shows(panel, 'not paged by');
    panel.close();
  },
);

test.each(WAYS)(
  '$label: where a code can’t be sent, whoever waits for it is told',
  async ({ label, words, address }) => {
    others.answer = () => ({ status: 404 });
    await bob().command('#general', '/opsknight contact');
    const panel = await bob().seesModal('How you are paged');
    await bob().click(panel, 'Add a method');
    const adding = await bob().seesModal('Add a method');
    await adding.choose('Method', label);
    await adding.fill('Address', label === 'Ntfy' || label === 'Webhook' ? `${address()}/none` : '+4930999999');
    await adding.submit();
    await bob().dm().waitForMessage(`Your code could not be sent by ${words}`);
    others.answer = () => ({ status: 200 });
    (await bob().seesModal('Enter the code')).close();
    await bob().click(panel, 'Remove', { confirm: true });
    await shows(panel, 'not paged by');
    panel.close();
  },
);
