import { beforeEach, expect, test } from '@jest/globals';
import type { SessionStore } from '../../src/http/store.ts';
import { sqliteSessionStore } from '../../src/storage/sqlite/sessions.ts';
import { tempDatabase } from './temp-database.ts';

const JANE = { connectionId: 1, slackUserId: 'U1' };
const BOB = { connectionId: 1, slackUserId: 'U2' };
const LINK = { ...JANE, path: '/incidents/42', expiresAt: 100 };

let sessions: SessionStore;

beforeEach(() => {
  sessions = sqliteSessionStore(tempDatabase());
});

function start(hash: string, person = JANE, createdAt = 0, expiresAt = 100) {
  return sessions.createSession(hash, { ...person, createdAt, lastSeenAt: createdAt, expiresAt, userAgent: 'Firefox' });
}

test('a sign-in link works once', async () => {
  await sessions.createLink('h', LINK);
  expect(await sessions.redeemLink('h', 99)).toEqual(LINK);
  expect(await sessions.redeemLink('h', 99)).toBeNull();
});

test('of two who redeem a link at once, one wins', async () => {
  await sessions.createLink('h', LINK);
  const results = await Promise.all([sessions.redeemLink('h', 1), sessions.redeemLink('h', 1)]);
  expect(results.filter((result) => result !== null)).toEqual([LINK]);
});

test('an expired or unknown link is worth nothing', async () => {
  await sessions.createLink('h', LINK);
  expect(await sessions.redeemLink('h', 100)).toBeNull();
  expect(await sessions.redeemLink('forged', 1)).toBeNull();
});

test('a session holds until it expires', async () => {
  const session = await start('h');
  expect(session).toMatchObject({ ...JANE, userAgent: 'Firefox' });
  expect(await sessions.session('h', 99)).toEqual(session);
  expect(await sessions.session('h', 100)).toBeNull();
  expect(await sessions.session('forged', 1)).toBeNull();
});

test("a person's sessions are listed newest first, without expired ones and those of others", async () => {
  await start('old', JANE, 1);
  await start('new', JANE, 2);
  await start('expired', JANE, 3, 5);
  await start('other', BOB, 4);
  expect((await sessions.sessionsOf(JANE, 10)).map(({ createdAt }) => createdAt)).toEqual([2, 1]);
});

test('a person ends one of their sessions, and nobody else can', async () => {
  const session = await start('h');
  await start('second');
  await sessions.endSession(BOB, session.id);
  expect(await sessions.session('h', 1)).not.toBeNull();
  await sessions.endSession(JANE, session.id);
  expect(await sessions.session('h', 1)).toBeNull();
  expect(await sessions.session('second', 1)).not.toBeNull();
});

test("ending all sessions of a person leaves other people's alone", async () => {
  await start('one');
  await start('two');
  await start('other', BOB);
  await sessions.endAllSessions(JANE);
  expect(await sessions.sessionsOf(JANE, 1)).toEqual([]);
  expect(await sessions.sessionsOf(BOB, 1)).toHaveLength(1);
});

test('what has expired is forgotten, and only that', async () => {
  await sessions.createLink('expired link', { ...LINK, expiresAt: 10 });
  await sessions.createLink('link', LINK);
  await start('expired', JANE, 0, 10);
  await start('holds');
  await sessions.purge(10);
  expect(await sessions.redeemLink('expired link', 0)).toBeNull();
  expect(await sessions.session('expired', 0)).toBeNull();
  expect(await sessions.redeemLink('link', 10)).toEqual(LINK);
  expect(await sessions.session('holds', 10)).not.toBeNull();
});
