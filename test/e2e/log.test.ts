import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { valuesOf } from '../leaks.ts';
import { until } from '../until.ts';
import { AppProcess } from './app-process.ts';
import { House } from './house.ts';

let house: House;
let app: AppProcess;
beforeAll(async () => {
  house = await House.open({ start: false });
  app = new AppProcess({ ...house.environment, LOG_LEVEL: 'trace' });
  await app.start();
  await app.ready();
});
afterAll(async () => {
  await app.stop();
  await house.close();
});

test('at its most talkative, the log holds no token, no ticket, no response URL, no link and nothing that people wrote', async () => {
  const event = { event_action: 'trigger', title: 'Title of the trace', service: 'Payment API' };
  const sent = await fetch(`${app.url}/api/events`, {
    method: 'POST',
    headers: { authorization: `Bearer ${house.apiKey}` },
    body: JSON.stringify(event),
  });
  expect(sent.status).toBe(202);
  const card = await house.channel('#payment-alerts').waitForMessage('Title of the trace');
  const jane = house.person('jane');
  await jane.click(card, 'Resolve');
  const modal = await jane.seesModal('Resolve INC-1');
  await modal.fill('Resolution note', 'NOTE-OF-JANE');
  expect(await modal.submit()).toBe('closed');
  await card.becomes({ text: 'NOTE-OF-JANE' });
  await jane.command('#general', '/opsknight nonsense WORDS-OF-JANE');
  await jane.command('#general', '/opsknight web');
  const answer = await jane.seesEphemeral('Open OpsKnight in your browser');
  await jane.click(answer, 'Open OpsKnight');
  const link = jane.openedUrls.at(-1) ?? '';
  expect((await fetch(link)).status).toBe(200);
  await until(
    () => app.log.includes('"library":"socket-mode"') && app.log.includes('"library":"bolt"'),
    () => app.log,
  );

  const responseUrls = valuesOf(house.slack.envelopes, ['response_url']);
  expect(responseUrls.length).toBeGreaterThan(0);
  const secrets = [
    ...responseUrls.map((url) => new URL(url).pathname),
    link.slice(link.lastIndexOf('/') + 1),
    house.apiKey,
    house.environment['SLACK_BOT_TOKEN'] ?? '',
    house.environment['SLACK_APP_TOKEN'] ?? '',
    'NOTE-OF-JANE',
    'WORDS-OF-JANE',
    'Title of the trace',
  ];
  for (const secret of secrets) expect(app.log).not.toContain(secret);
  expect(app.log).not.toMatch(/ticket=(?!\[hidden\])/);
});
