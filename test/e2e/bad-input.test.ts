import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { House } from './house.ts';

let house: House;
beforeAll(async () => {
  house = await House.open();
});
afterAll(() => house.close());

interface Refused {
  error: string;
  issues: { path: string; message: string }[];
}

describe('POST /api/events', () => {
  test.each<[string, unknown, string | null]>([
    ['malformed JSON', '{"event_action": "trigger",', null],
    ['no object at all', '"hello"', ''],
    ['an unknown action', { event_action: 'explode', title: 'x' }, 'event_action'],
    ['a title of the wrong type', { event_action: 'trigger', title: 42 }, 'title'],
    ['a missing title', { event_action: 'trigger' }, 'title'],
    ['an unknown urgency', { event_action: 'trigger', title: 'x', urgency: 'URGENT' }, 'urgency'],
    ['an unknown service', { event_action: 'trigger', title: 'x', service: 'Payment AP' }, 'service'],
    ['components that are no list of words', { event_action: 'trigger', title: 'x', components: [1] }, 'components[0]'],
    ['a resolve of nothing', { event_action: 'resolve' }, 'dedup_key'],
    ['a link that is none', { event_action: 'trigger', title: 'x', url: 'javascript:alert(1)' }, 'url'],
  ])('answers %s with 400 and where it is wrong', async (_, body, path) => {
    const answer = await house.post(body);
    expect(answer.status).toBe(400);
    const { error, issues } = (await answer.json()) as Refused;
    expect(error).toBeTruthy();
    if (path) expect(issues.map((issue) => issue.path)).toContain(path);
    expect(JSON.stringify(issues)).not.toMatch(/at .*\.js|node_modules/);
  });

  test('reports a bad event of an array in its place, and takes the others', async () => {
    const answer = await house.post([
      { event_action: 'trigger', title: 'First of three', service: 'Payment API', dedup_key: 'first' },
      { event_action: 'trigger', service: 'Payment API' },
      { event_action: 'resolve', dedup_key: 'first' },
    ]);
    expect(answer.status).toBe(202);
    const { results } = (await answer.json()) as { results: Record<string, unknown>[] };
    expect(results[0]).toMatchObject({ action: 'opened', dedup_key: 'first' });
    expect(results[1]).toMatchObject({
      error: expect.any(String),
      issues: [expect.objectContaining({ path: 'title' })],
    });
    expect(results[2]).toMatchObject({ action: 'resolved' });
  });

  test('takes 1,000 events at once, and no more', async () => {
    const events = Array.from({ length: 1001 }, () => ({ event_action: 'resolve', dedup_key: 'nothing' }));
    expect((await house.post(events)).status).toBe(400);
    const answer = await house.post(events.slice(1));
    expect(answer.status).toBe(202);
    expect(((await answer.json()) as { results: unknown[] }).results).toHaveLength(1000);
  });

  test('refuses a missing, a wrong and a revoked key', async () => {
    const event = { event_action: 'trigger', title: 'x' };
    for (const key of ['', 'opk_wrong']) expect((await house.post(event, { key })).status).toBe(401);
  });

  test('refuses a body beyond its limit with 413', async () => {
    const answer = await house.post({ event_action: 'trigger', title: 'x', description: 'y'.repeat(6 * 1024 * 1024) });
    expect(answer.status).toBe(413);
  });
});

describe('what a monitor writes reaches people unharmed and harmless', () => {
  test.each([
    ['a mention', '<!channel> <!here> <@U12345> disk & <b>CPU</b>'],
    ['a mention without brackets', '@channel @here @everyone'],
    ['an apostrophe', "can't connect"],
    ['markup', '*bold* _italic_ ~gone~ `code` | pipe > quote'],
  ])('%s in every field', async (_, words) => {
    const { incident } = await house.trigger(words, {
      description: words,
      components: [words],
      source: words,
      details: { note: words },
    });
    const card = await house.channel('#payment-alerts').waitForMessage(`${incident}:`);
    expect(card.mentions).toEqual([]);
    expect(card.visible().text).toContain(words.includes('|') ? 'bold' : words);
  });

  test('a title of a megabyte is cut, not lost', async () => {
    const { incident } = await house.trigger('A very long title '.repeat(60_000));
    const card = await house.channel('#payment-alerts').waitForMessage(`${incident}:`);
    expect(card.visible().text).toContain('A very long title');
    expect(card.visible().text).toContain('…');
  });

  test('an emoji is never cut in half, and control characters do not get through', async () => {
    const { incident } = await house.trigger(`\u0000\u0007Family ${'👨‍👩‍👧‍👦'.repeat(400)}\u001b[31m`);
    const card = await house.channel('#payment-alerts').waitForMessage(`${incident}:`);
    expect(card.visible().text.isWellFormed()).toBe(true);
    // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is looked for
    expect(card.visible().text).not.toMatch(/[\u0000-\u0008\u001b]/);
  });
});

describe('in Slack', () => {
  test('a click on an incident that no longer exists is answered', async () => {
    const { incident } = await house.trigger('Deleted behind the scenes', { urgency: 'LOW' });
    const card = await house.channel('#payment-alerts').waitForMessage('Deleted behind the scenes');
    await house.app.stop();
    house.forgetIncident(Number(incident?.slice(4)));
    await house.start();
    const jane = house.person('jane');
    for (const label of ['Acknowledge', 'Resolve']) {
      await jane.click(card, label);
      await jane.seesEphemeral(`There is no ${incident}`);
    }
  });

  test('an expired trigger is answered with what to do', async () => {
    await house.trigger('Slow trigger', { urgency: 'LOW' });
    const card = await house.channel('#payment-alerts').waitForMessage('Slow trigger');
    const jane = house.person('jane');
    house.slack.faults.error('expired_trigger_id', { method: 'views.open', times: 1 });
    await jane.click(card, 'Resolve');
    await jane.seesEphemeral('Nothing was changed; please press once more');
  });

  test('a Slack that stumbles over a modal is answered, and the app goes on', async () => {
    const card = await house.channel('#payment-alerts').waitForMessage('Slow trigger');
    const jane = house.person('jane');
    house.slack.faults.httpError(500, { method: 'views.open', times: 1 });
    await jane.click(card, 'Resolve');
    await jane.seesEphemeral('Slack did not answer me as it should. Nothing was changed.');
    await jane.click(card, 'Acknowledge');
    await card.becomes({ text: 'Acknowledged by' });
  });
});

test('none of it has brought the app down or left an error of ours in its log', () => {
  expect(house.app.isRunning).toBe(true);
  expect(house.app.log).not.toContain('a promise was rejected');
});
