import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { SMTPServer } from 'smtp-server';

export interface Mail {
  to: string;
  subject: string;
  text: string;
  messageId: string;
}

/** How far a mail has come: a connection, whom it is for, all of it, and that the server has said so. */
export type Moment = 'connected' | 'addressed' | 'read' | 'answered';

/** A mail server that keeps what it gets. */
export class MailServer {
  readonly mails: Mail[] = [];
  /** What it answers to mails instead of taking them. */
  refusal: { code: number; text: string } | null = null;
  /** Called at each moment of each mail; what comes next waits for what it returns. */
  at: (moment: Moment) => Promise<void> | void = () => {};

  private constructor(private readonly server: SMTPServer) {}

  static async start(): Promise<MailServer> {
    const house: { mail?: MailServer } = {};
    const goOn = (moment: Moment, next: () => void) => void Promise.resolve(house.mail?.at(moment)).then(next);
    const server = new SMTPServer({
      authOptional: true,
      disabledCommands: ['STARTTLS', 'AUTH'],
      onConnect: (_session, next) => goOn('connected', next),
      onRcptTo: (_address, _session, next) => goOn('addressed', next),
      onData(stream, session, done) {
        const chunks: Buffer[] = [];
        stream.on('data', (chunk: Buffer) => chunks.push(chunk));
        stream.on('end', () => {
          const { mail } = house;
          if (mail?.refusal) {
            const { code, text } = mail.refusal;
            return done(Object.assign(new Error(text), { responseCode: code }));
          }
          const to = session.envelope.rcptTo.map(({ address }) => address).join(', ');
          const got = read(to, Buffer.concat(chunks).toString());
          goOn('read', () => {
            mail?.mails.push(got);
            done();
            void mail?.at('answered');
          });
        });
      },
    });
    server.on('error', () => {}); // whoever is cut off in the middle is not the test's business
    server.listen(0, '127.0.0.1');
    await once(server.server, 'listening');
    house.mail = new MailServer(server);
    return house.mail;
  }

  get url(): string {
    return `smtp://127.0.0.1:${(this.server.server.address() as AddressInfo).port}`;
  }

  async stop(): Promise<void> {
    await new Promise<void>((resolve) => this.server.close(() => resolve()));
  }
}

/** As much of MIME as our own mails need. */
function read(to: string, raw: string): Mail {
  const end = raw.indexOf('\r\n\r\n');
  const head = raw.slice(0, end).replace(/\r\n[ \t]+/g, ' ');
  const field = (name: string) => new RegExp(`^${name}: (.*)$`, 'im').exec(head)?.[1] ?? '';
  const body = raw.slice(end + 4);
  const encoding = field('Content-Transfer-Encoding').toLowerCase();
  const text = encoding === 'base64' ? Buffer.from(body, 'base64').toString() : quoted(body, encoding);
  return { to, subject: decoded(field('Subject')), text, messageId: field('Message-ID') };
}

function quoted(body: string, encoding: string): string {
  if (encoding !== 'quoted-printable') return body;
  const bytes = body
    .replace(/=\r\n/g, '')
    .replace(/=([0-9A-F]{2})/g, (_, hex) => String.fromCharCode(Number.parseInt(hex, 16)));
  return Buffer.from(bytes, 'latin1').toString();
}

/** https://www.rfc-editor.org/rfc/rfc2047 */
function decoded(text: string): string {
  const bytes = text
    .replace(/\?=\s+=\?/g, '?==?')
    .replace(/=\?utf-8\?([bq])\?([^?]*)\?=/gi, (_, kind: string, word: string) =>
      kind.toLowerCase() === 'b'
        ? Buffer.from(word, 'base64').toString('latin1')
        : unescaped(word.replaceAll('_', ' ')),
    );
  return Buffer.from(bytes, 'latin1').toString();
}

function unescaped(text: string): string {
  return text.replace(/=([0-9A-F]{2})/g, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)));
}
