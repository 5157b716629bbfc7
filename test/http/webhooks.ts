import { expect } from '@jest/globals';
import type { House } from './support.ts';

/** What a webhook says, what becomes of it, and how its incident stands then. */
export interface Said {
  body: unknown;
  /** null where it is no news. */
  becomes: 'opened' | 'deduplicated' | 'acknowledged' | 'resolved' | 'ignored' | null;
  incident?: object;
}

/** Sends what a sender would, one after the other, and compares what comes of it. */
export async function tell(house: House, path: string, story: Said[]): Promise<void> {
  for (const { body, becomes, incident } of story) {
    const response = await house.post(path, body);
    const { results, ...problem } = (await response.json()) as { results?: { action: string; incident: string }[] };
    expect([response.status, results?.map(({ action }) => action), problem]).toEqual([
      202,
      becomes === null ? [] : [becomes],
      {},
    ]);
    if (incident === undefined) continue;
    const number = Number(results?.[0]?.incident.replace('INC-', ''));
    expect(await house.store.get(number)).toMatchObject(incident);
  }
}

/** Sends what is not of this format, and expects to be told so. */
export async function expectRefused(house: House, path: string, body: unknown): Promise<void> {
  const response = await house.post(path, body);
  expect([response.status, await response.json()]).toEqual([
    400,
    expect.objectContaining({ error: expect.stringContaining('This is not a webhook of'), issues: expect.any(Array) }),
  ]);
  expect(await house.store.get(1)).toBeNull();
}

export const OPEN = { state: { status: 'OPEN' } };
export const RESOLVED = { state: { status: 'RESOLVED' } };
