import { isValidSlackRequest } from '@slack/bolt/dist/receivers/verify-request.js';
import { MINUTE, SECOND, type UtcMs } from '../../lib/clock.ts';

/** Why a request does not count as Slack's: https://docs.slack.dev/authentication/verifying-requests-from-slack */
export const SIGNATURE_FLAWS = {
  missing: 'has no signature: it does not come from Slack, or something on the way drops its headers',
  malformed: "has a signature that is none of Slack's",
  old: "is not signed within the last 5 minutes: it was sent before, or this machine's clock is wrong",
  wrong:
    "is not signed with SLACK_SIGNING_SECRET: it is forged, something on the way changes bodies, or it is another app's secret",
} as const;
export type SignatureFlaw = keyof typeof SIGNATURE_FLAWS;

/** What Slack signs with, as it stands in the headers. */
export interface SignatureHeaders {
  signature: string | undefined;
  timestamp: string | undefined;
}

interface Signature {
  hash: string;
  /** Seconds since 1970. */
  seconds: number;
}

const TOLERANCE = 5 * MINUTE;

/** The signature of a request whose body need not be known yet; what is wrong with it when it can't be Slack's. */
export function readSignature({ signature, timestamp }: SignatureHeaders, now: UtcMs): Signature | SignatureFlaw {
  if (!signature || !timestamp) return 'missing';
  // Exactly as Slack writes them: no second way to write a signature that is known.
  if (!/^v0=[0-9a-f]{64}$/.test(signature) || !/^[1-9]\d{0,11}$/.test(timestamp)) return 'malformed';
  const seconds = Number(timestamp);
  if (Math.abs(now - seconds * SECOND) > TOLERANCE) return 'old';
  return { hash: signature, seconds };
}

/** Whether it is the signature of the body; in a time that says nothing of the secret. */
export function isSignedWith(signingSecret: string, { hash, seconds }: Signature, body: string, now: UtcMs): boolean {
  return isValidSlackRequest({
    signingSecret,
    body,
    headers: { 'x-slack-signature': hash, 'x-slack-request-timestamp': seconds },
    nowMilliseconds: now,
  });
}
