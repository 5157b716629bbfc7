import { lookUp } from '../../lib/look-up.ts';
import type { Explanation } from './slack-errors.ts';

/** The codes of pages that go past Slack begin with how: `email:smtp_550`. */
const PAGE = /^(email|ntfy|webhook|sms|call):/;
/** Those of outgoing webhooks. */
const OUTGOING = 'outgoing:';

const OUTGOING_ERRORS: Record<string, Explanation> = {
  secret_missing: {
    meaning: 'The environment of OpsKnight does not have the variable that its `secret_env` names.',
    remedy: 'Set it where OpsKnight is started, and restart; what waits is sent then.',
  },
  secret_too_short: {
    meaning: 'Its secret has fewer than 16 characters, so it could be guessed.',
    remedy: 'Make another one, such as with `openssl rand -hex 32`, for OpsKnight and the receiver, and restart.',
  },
  host_not_allowed: {
    meaning: 'OUTGOING_HOSTS does not have its host.',
    remedy: 'Add it to OUTGOING_HOSTS and restart, if it is to be reached; else take the webhook out of opsknight.yml.',
  },
  no_answer: {
    meaning: 'It did not answer within 15 seconds.',
    remedy: 'Let the receiver answer as soon as it has the event, and do its work afterwards.',
  },
};

const LOOK = 'Look at its log and its url, and try it with `opsknight webhook test`.';

/** What a code of something that goes past Slack means; null for another code. */
export function explainOutside(code: string): Explanation | null {
  const method = PAGE.exec(code)?.[1];
  if (method) {
    return {
      meaning: `It could not be sent by ${method}: ${code.slice(method.length + 1)}.`,
      remedy: 'Look at the address of the person, and at SMTP_URL, TWILIO_… and OUTGOING_HOSTS in the environment.',
    };
  }
  if (!code.startsWith(OUTGOING)) return null;
  const what = code.slice(OUTGOING.length);
  const known = lookUp(OUTGOING_ERRORS, what);
  if (known) return known;
  const status = /^http_(\d+)$/.exec(what)?.[1];
  if (status?.startsWith('3')) {
    return {
      meaning: `It redirected (HTTP ${status}), which is not followed.`,
      remedy: 'Write the url that it leads to.',
    };
  }
  return { meaning: status ? `It answered with HTTP ${status}.` : `It could not be reached (${what}).`, remedy: LOOK };
}

/** One name for all of a family, for metrics; null for another code. */
export function outsideLabel(code: string): string | null {
  if (PAGE.test(code)) return 'past_slack';
  return code.startsWith(OUTGOING) ? 'outgoing_webhook' : null;
}
