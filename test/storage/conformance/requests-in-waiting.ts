import { beforeEach, expect, test } from '@jest/globals';
import { HOUR } from '../../../src/lib/clock.ts';
import type { PendingStore } from '../../../src/slack/actions/request.ts';
import type { Fixture } from './fixture.ts';

export function requestsInWaiting(fixture: () => Fixture): void {
  const NOW = Date.parse('2026-01-05T09:00:00Z');
  const ANSWER = { text: 'It is done.' };

  const request = (requestKey: string, slackUserId = 'UCAROL') => ({
    requestKey,
    slackUserId,
    action: { kind: 'command', number: 1, command: { type: 'acknowledge' } } as const,
  });

  let pending: PendingStore;
  let id: number;
  beforeEach(() => {
    pending = fixture().storage.pending;
    id = fixture().connectionId;
  });

  test('a request waits once, is settled once, and its answer is owed once', async () => {
    await pending.add(id, request('a'), NOW);
    await pending.add(id, request('a'), NOW);
    const [waiting, ...others] = await pending.waiting(id);
    expect([waiting?.request, others]).toEqual([request('a'), []]);
    const row = waiting?.id ?? 0;
    await pending.settle(row, { answer: ANSWER, keep: false }, NOW);
    await pending.settle(row, { answer: ANSWER, keep: false }, NOW);
    expect(await pending.waiting(id)).toEqual([]);
    expect(await fixture().courier.sendAll()).toEqual(['tell UCAROL: answer']);
  });

  test('what waits for its asker to be known is theirs alone, is not worked off, and expires', async () => {
    const kept = await pending.keep(id, request('a'), NOW);
    expect(await pending.waiting(id)).toEqual([]);
    expect(await pending.kept(id, kept, 'UCAROL', NOW)).toEqual(request('a'));
    expect(await pending.kept(id, kept, 'UBOB', NOW)).toBe(null);
    expect(await pending.kept(id, kept + 1, 'UCAROL', NOW)).toBe(null);
    expect(await pending.kept(id, kept, 'UCAROL', NOW + 1)).toBe(null);
    expect(await pending.keep(id, request('a'), NOW + HOUR)).toBe(kept);
    await pending.forgetKept(NOW + 1);
    expect(await pending.kept(id, kept, 'UCAROL', 0)).toBe(null);
    expect(await fixture().courier.heads()).toEqual([]);
  });

  test('a request that Slack has settled may go on to wait for its asker, who is told', async () => {
    await pending.add(id, request('a'), NOW);
    const [waiting] = await pending.waiting(id);
    await pending.settle(waiting?.id ?? 0, { answer: ANSWER, keep: true }, NOW);
    expect(await pending.waiting(id)).toEqual([]);
    expect(await pending.kept(id, waiting?.id ?? 0, 'UCAROL', NOW)).toEqual(request('a'));
    expect(await fixture().courier.sendAll()).toEqual(['tell UCAROL: answer']);
    // Asked for once more while Slack does not answer: it waits for Slack again.
    await pending.add(id, request('a'), NOW);
    expect(await pending.waiting(id)).toHaveLength(1);
  });

  test('requests wait in the order in which they came, in their own workspace, until they are taken away', async () => {
    for (const key of ['c', 'a', 'b']) await pending.add(id, request(key), NOW);
    const waiting = await pending.waiting(id);
    expect(waiting.map(({ request }) => request.requestKey)).toEqual(['c', 'a', 'b']);
    expect(await pending.waiting(id + 1)).toEqual([]);
    await pending.remove(waiting[0]?.id ?? 0);
    expect((await pending.waiting(id)).map(({ request }) => request.requestKey)).toEqual(['a', 'b']);
    expect(await fixture().courier.heads()).toEqual([]);
  });
}
