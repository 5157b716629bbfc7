import { createTransport } from 'nodemailer';
import { MINUTE, SECOND } from '../../lib/clock.ts';
import { NotTaken } from '../../notifications/queue/outside.ts';
import { NO_ANSWER } from '../post.ts';
import { checkSubject, checkText, subjectOf, type Transport, textOf } from './message.ts';

export interface MailServer {
  /** `smtp://user:password@mail.example.com:587` */
  url: string;
  /** Whom mails come from. */
  from: string;
}

const PATIENCE = 15 * SECOND;

/** Wrong credentials are no fault of the mail: it goes out once somebody has mended them. */
const AUTHENTICATION: ReadonlySet<number> = new Set([530, 534, 535, 538]);

/** For all of it: the others are for each word of a server, which may have very many. */
const LONGEST = MINUTE;

function mailerFor(url: string) {
  return createTransport({
    url,
    connectionTimeout: PATIENCE,
    greetingTimeout: PATIENCE,
    socketTimeout: PATIENCE,
  });
}

/** Whether the mail server is there, and lets us in; nothing is sent. @throws NotTaken */
export async function lookAtMail({ url }: MailServer): Promise<void> {
  try {
    await within(mailerFor(url).verify());
  } catch (error) {
    throw failureOf(error);
  }
}

async function within<Result>(work: Promise<Result>): Promise<Result> {
  let timer: NodeJS.Timeout | undefined;
  const tooLong = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(Object.assign(new Error('no end'), { code: NO_ANSWER })), LONGEST);
  });
  return await Promise.race([work, tooLong]).finally(() => clearTimeout(timer));
}

interface Letter {
  address: string;
  subject: string;
  text: string;
  /** The same at every attempt: most servers then keep one that has come twice to themselves. */
  id: string;
  isImportant: boolean;
}

/** Pages by mail. */
export function mailTransport({ url, from }: MailServer): Transport {
  const mailer = mailerFor(url);
  const send = async ({ address, subject, text, id, isImportant }: Letter) => {
    try {
      const sending = mailer.sendMail({
        from,
        to: { name: '', address },
        subject,
        text,
        messageId: `<${id}@opsknight>`,
        headers: { 'Auto-Submitted': 'auto-generated', ...(isImportant && { Importance: 'high' }) },
      });
      await within(sending);
    } catch (error) {
      throw failureOf(error);
    }
  };
  return {
    page(page) {
      const { id, address, createdAt } = page.contact;
      const isImportant = page.incident?.urgency !== 'LOW';
      return send({
        address,
        subject: subjectOf(page),
        text: textOf(page),
        id: `page-${id}-${createdAt}`,
        isImportant,
      });
    },
    check(check) {
      const { address } = check.check;
      const text = `${checkText(check)}\n`;
      return send({ address, subject: checkSubject(check), text, id: check.delivery, isImportant: false });
    },
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
