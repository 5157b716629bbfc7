import { createTransport } from 'nodemailer';
import { SECOND } from '../../lib/clock.ts';
import { NotTaken } from '../../notifications/queue/outside.ts';
import { subjectOf, type Transport, textOf } from './message.ts';

export interface MailServer {
  /** `smtp://user:password@mail.example.com:587` */
  url: string;
  /** Whom mails come from. */
  from: string;
}

const PATIENCE = 15 * SECOND;

/** Wrong credentials are no fault of the mail: it goes out once somebody has mended them. */
const AUTHENTICATION: ReadonlySet<number> = new Set([530, 534, 535, 538]);

/** Pages by mail. */
export function mailTransport({ url, from }: MailServer): Transport {
  const mailer = createTransport({
    url,
    connectionTimeout: PATIENCE,
    greetingTimeout: PATIENCE,
    socketTimeout: PATIENCE,
  });
  return async (page) => {
    const { id, address, createdAt } = page.contact;
    try {
      await mailer.sendMail({
        from,
        to: { name: '', address },
        subject: subjectOf(page),
        text: textOf(page),
        // The same at every attempt: most servers then keep one that has come twice to themselves.
        messageId: `<page-${id}-${createdAt}@opsknight>`,
        headers: {
          'Auto-Submitted': 'auto-generated',
          ...(page.incident?.urgency !== 'LOW' && { Importance: 'high' }),
        },
      });
    } catch (error) {
      throw failureOf(error);
    }
  };
}

function failureOf(error: unknown): NotTaken {
  const { responseCode, code } = error as { responseCode?: unknown; code?: unknown };
  if (typeof responseCode === 'number') {
    const isFinal = responseCode >= 500 && !AUTHENTICATION.has(responseCode);
    return new NotTaken(`smtp_${responseCode}`, isFinal ? 'refused' : 'away', 0, { cause: error });
  }
  return new NotTaken(typeof code === 'string' ? code : 'smtp_failed', 'away', 0, { cause: error });
}
