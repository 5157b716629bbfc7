import type { LocalSlack } from 'local-slack';
import { secretsIn } from '../src/secrets-in.ts';

/*
 * No secret is in any line that the app logs. What helpers keep of its log is searched when a test file is through, for secrets that
 * helpers know and for whatever looks like one; `jest/environment.js` fails the file with the lines.
 */

const logs: (readonly string[])[] = [];
const secrets = new Set<string>();

/** Ours are 43 characters of base64, and all of them have small and large letters and digits. Amazon's certificates are public. */
const LIKE_A_SECRET = /\b(?!SimpleNotificationService-)(?=[\w-]*\d)(?=[\w-]*[a-z])(?=[\w-]*[A-Z])[\w-]{40,}/;
/** Shorter ones would be found in anything. */
const SHORTEST = 12;

Object.assign(globalThis, { [Symbol.for('leaks of this file')]: leaks });

/** @param lines may grow. */
export function searchForSecrets(lines: readonly string[]): void {
  logs.push(lines);
}

/** From now on, and of what was logged before. */
export function isSecret(...values: readonly string[]): void {
  for (const value of values) if (value.length >= SHORTEST) secrets.add(value);
}

/** What an app was started with. */
export function isSecretOf(environment: Record<string, string | undefined>): void {
  isSecret(...secretsIn(environment));
}

/** What Slack has handed out so far: tokens, credentials, addresses for answers, triggers. */
export function isSecretOfSlack({ appToken, credentials, envelopes, calls }: LocalSlack): void {
  isSecret(appToken, credentials.clientSecret, credentials.signingSecret);
  for (const { payload } of envelopes) isSecret(...valuesOf(payload, ['trigger_id', 'response_url']).map(pathOf));
  for (const call of calls.of('oauth.v2.access'))
    isSecret(...valuesOf(call.args, ['code']), ...valuesOf(call.answer, ['access_token', 'refresh_token']));
}

/** Every value under one of these names, wherever it stands. */
export function valuesOf(value: unknown, names: string[]): string[] {
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([name, inner]) =>
    names.includes(name) && typeof inner === 'string' ? [inner] : valuesOf(inner, names),
  );
}

function pathOf(value: string): string {
  return URL.canParse(value) ? new URL(value).pathname : value;
}

/** What was found since it was last asked for, and no more to be looked for. */
export function leaks(): string[] {
  const found = logs
    .flat()
    .filter((line) => LIKE_A_SECRET.test(line) || [...secrets].some((one) => line.includes(one)));
  logs.length = 0;
  secrets.clear();
  return found;
}
