import { randomDigits, randomHex } from '../ids.ts';

/** What an app shows to prove that it is the app, and what Slack signs its requests with. */
export interface AppCredentials {
  readonly clientId: string;
  readonly clientSecret: string;
  readonly signingSecret: string;
}

export function newCredentials(): AppCredentials {
  return {
    clientId: `${randomDigits(12)}.${randomDigits(13)}`,
    clientSecret: randomHex(32),
    signingSecret: randomHex(32),
  };
}
