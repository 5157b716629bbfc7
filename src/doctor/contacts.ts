import { NotTaken } from '../notifications/queue/outside.ts';
import type { DirectoryEntry } from '../oncall/call.ts';
import { lookAtMail } from '../outside/contacts/mail.ts';
import { lookAtNtfy } from '../outside/contacts/ntfy.ts';
import type { OutsideConfig } from '../outside/contacts/transports.ts';
import { lookAtTwilio } from '../outside/contacts/twilio.ts';
import type { ContactKind } from '../people/contact.ts';
import { type Finding, note, well, wrong } from './finding.ts';

/** Each ntfy server is asked once, and no more of them than that. */
const MAX_SERVERS = 10;

/** Whether people can be reached past Slack as opsknight.yml says, without sending anything to anybody. */
export async function examineContacts(
  users: readonly Pick<DirectoryEntry, 'active' | 'reach'>[],
  { mail, twilio, outgoingHosts }: OutsideConfig,
): Promise<Finding[]> {
  const methods = users.filter(({ active }) => active).flatMap(({ reach }) => reach.methods);
  const count = (...kinds: ContactKind[]) => methods.filter(({ kind }) => kinds.includes(kind)).length;
  const addresses = [...new Set(methods.filter(({ kind }) => kind === 'ntfy').map(({ address }) => address))];
  const servers = new Map(addresses.map((address) => [new URL('.', address).href, address]));
  const web = methods.filter(({ kind }) => kind === 'ntfy' || kind === 'webhook');
  const closed = new Set(
    web.filter(({ address }) => outgoingHosts?.allows(address) === false).map(({ address }) => new URL(address).host),
  );
  const open = [...servers].filter(([server]) => !closed.has(new URL(server).host)).slice(0, MAX_SERVERS);
  const findings = await Promise.all([
    account('Mail server', 'SMTP_URL and MAIL_FROM', count('email'), mail, lookAtMail),
    account(
      'Twilio',
      'TWILIO_ACCOUNT_SID, TWILIO_AUTH_TOKEN and TWILIO_FROM',
      count('sms', 'call'),
      twilio,
      lookAtTwilio,
    ),
    ...open.map(([server, address]) =>
      look(
        `ntfy at ${new URL(server).host}`,
        () => lookAtNtfy(address),
        'See whether it runs, and whether it is reached from here.',
      ),
    ),
  ]);
  return [
    ...findings.flat(),
    ...[...closed].map((host) =>
      wrong(
        `Somebody is to be reached at ${host}, which OUTGOING_HOSTS does not have`,
        'Add it to OUTGOING_HOSTS and restart, or take the method out of opsknight.yml.',
      ),
    ),
    ...(methods.length > 0 ? [] : [note('Nobody is reached but by Slack: no user has a `contact`')]),
  ];
}

/** Something that the environment has to say. */
async function account<Account>(
  what: string,
  variables: string,
  users: number,
  given: Account | null,
  lookAt: (given: Account) => Promise<void>,
): Promise<Finding[]> {
  if (given) return look(what, () => lookAt(given), `See to ${variables} in the environment, and restart.`);
  if (users === 0) return [];
  const needing = users === 1 ? '1 contact method needs it' : `${users} contact methods need it`;
  return [wrong(`${what}: not set up, and ${needing}`, `Set ${variables} in the environment, and restart.`)];
}

async function look(what: string, attempt: () => Promise<void>, remedy: string): Promise<Finding[]> {
  try {
    await attempt();
    return [well(`${what}: lets OpsKnight in`)];
  } catch (error) {
    if (!(error instanceof NotTaken)) throw error;
    return [wrong(`${what}: ${error.code}`, remedy)];
  }
}
