import { expect, test } from '@jest/globals';
import { startHouse } from './support.ts';

const ALERT = JSON.stringify({ msg: 'Testing' });

test('a webhook says its key as it can: bearer token, password, the token of GitLab, or behind its address', async () => {
  const house = await startHouse();
  const answerTo = async (headers: Record<string, string>, query = '') => {
    const response = await fetch(`${house.url}/api/integrations/uptime-kuma${query}`, {
      method: 'POST',
      headers: { Connection: 'close', ...headers },
      body: ALERT,
    });
    return response.status;
  };
  const basic = (text: string) => ({ Authorization: `Basic ${Buffer.from(text).toString('base64')}` });
  expect(await answerTo({ Authorization: `Bearer ${house.key}` })).toBe(202);
  expect(await answerTo(basic(`opsknight:${house.key}`))).toBe(202);
  expect(await answerTo({ 'X-Gitlab-Token': house.key })).toBe(202);
  expect(await answerTo({}, `?key=${house.key}`)).toBe(202);

  expect(await answerTo(basic(`${house.key}:`))).toBe(401);
  expect(await answerTo(basic(house.key))).toBe(401);
  expect(await answerTo({ Authorization: 'Basic %' })).toBe(401);
  expect(await answerTo({ 'X-Gitlab-Token': 'opk_wrong' })).toBe(401);
  expect(await answerTo({}, '?key=opk_wrong')).toBe(401);
  expect(await answerTo({}, '?key=')).toBe(401);
  // Where a header can say it, nothing else does.
  expect(
    (await fetch(`${house.url}/api/incidents?key=${house.key}`, { headers: { Connection: 'close' } })).status,
  ).toBe(401);
  expect(house.logLines.join()).not.toContain(house.key);
});
