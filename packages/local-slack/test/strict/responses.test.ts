import { afterEach, expect, it } from '@jest/globals';
import { Cleanup, start } from '../start.ts';

const cleanup = new Cleanup();
afterEach(() => cleanup.run());

// https://docs.slack.dev/interactivity/handling-user-interaction#message_responses: "up to 5 times within 30 minutes"
it('a response URL is good five times, and a response that fails is none', async () => {
  const slack = await start(cleanup);
  const ws = slack.workspace();
  const target = {
    channelId: ws.channel('incidents').id,
    userId: ws.member('jane').id,
    threadTs: undefined,
    messageTs: undefined,
  };
  const path = ws.model.responseUrls.issue('commands', target);
  const send = async (body: object) => {
    const answer = await fetch(`${slack.url}${path}`, { method: 'POST', body: JSON.stringify(body) });
    return answer.status;
  };
  expect(await send({})).toBe(400);
  expect(await send({ text: 't', blocks: [{ type: 'oops' }] })).toBe(400);
  for (let n = 0; n < 5; n++) expect(await send({ text: `${n}` })).toBe(200);
  expect(await send({ text: 'six' })).toBe(404);
});
