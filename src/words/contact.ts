import type { ContactFact } from '../incidents/timeline.ts';

/** By what somebody was reached. */
export const METHODS: Record<ContactFact['method'], string> = {
  email: 'mail',
  ntfy: 'ntfy',
  webhook: 'webhook',
  sms: 'SMS',
  call: 'phone',
};

/** That it was taken is all that is known of a call: whether anybody has answered it is not. */
export function reachedBy(method: ContactFact['method']): string {
  return method === 'call' ? 'called by phone' : `reached by ${METHODS[method]}`;
}

/** What went wrong when somebody was to be reached past Slack, for people. */
export function contactTrouble(code: string): string {
  switch (code) {
    case 'email:not_configured':
      return 'OpsKnight has no mail server: SMTP_URL and MAIL_FROM are not set.';
    case 'sms:not_configured':
    case 'call:not_configured':
      return 'OpsKnight has no Twilio account: TWILIO_ACCOUNT_SID, TWILIO_AUTH_TOKEN and TWILIO_FROM are not set.';
    default:
      return `It was refused (${code.slice(code.indexOf(':') + 1)}).`;
  }
}
