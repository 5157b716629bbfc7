import { bareName } from '../../words/people.ts';
import { cutTo, oneLine } from '../../words/text.ts';
import { lookAt, post } from '../post.ts';
import { type ContactCheck, type ContactPage, checkText, holderOf, subjectOf, type Transport } from './message.ts';

export interface TwilioAccount {
  sid: string;
  token: string;
  /** The number that messages and calls come from. */
  from: string;
  /** No "/" at the end: `https://api.twilio.com`. */
  apiUrl: string;
}

/** Ten parts of an SMS. */
const MAX_SMS = 1_500;
const MAX_SPOKEN = 300;
/** As it stands in TwiML, of which Twilio takes 4,000 characters: the title is in it twice, and the link besides. */
const MAX_WRITTEN = 900;
const MAX_NAME = 80;

/** Pages by SMS, with the link to acknowledge. */
export function smsTransport(account: TwilioAccount): Transport {
  const send = (To: string, Body: string) => create(account, 'Messages', { To, From: account.from, Body });
  return {
    page(page) {
      const holder = holderOf(page);
      const link =
        holder === null
          ? `Acknowledge: ${page.acknowledgeUrl}`
          : `It is with ${cutTo(MAX_NAME, holder)}: ${page.pageUrl}`;
      return send(page.contact.address, `${cutTo(MAX_SMS - link.length - 1, subjectOf(page))}\n${link}`);
    },
    check: (check) => send(check.check.address, cutTo(MAX_SMS, checkText(check))),
  };
}

/** Pages by a phone call: it says what has happened, twice, and takes a 1 for "acknowledge". */
export function callTransport(account: TwilioAccount): Transport {
  const call = (To: string, Twiml: string) => create(account, 'Calls', { To, From: account.from, Twiml });
  return {
    page: (page) => call(page.contact.address, spoken(page)),
    check: (check) => call(check.check.address, spokenCheck(check)),
  };
}

/** Whether Twilio lets the account in; nobody is called. https://www.twilio.com/docs/iam/api/account @throws NotTaken */
export function lookAtTwilio(account: TwilioAccount): Promise<void> {
  return lookAt(`${urlOf(account)}.json`, { Authorization: credentialsOf(account) });
}

const urlOf = ({ sid, apiUrl }: TwilioAccount) => `${apiUrl}/2010-04-01/Accounts/${encodeURIComponent(sid)}`;

const credentialsOf = ({ sid, token }: TwilioAccount) => `Basic ${Buffer.from(`${sid}:${token}`).toString('base64')}`;

function create(account: TwilioAccount, what: 'Messages' | 'Calls', fields: Record<string, string>): Promise<void> {
  return post(`${urlOf(account)}/${what}.json`, {
    headers: { Authorization: credentialsOf(account), 'Content-Type': 'application/x-www-form-urlencoded' },
    body: new URLSearchParams(fields).toString(),
  });
}

/** https://www.twilio.com/docs/voice/twiml/gather */
function spoken(page: ContactPage): string {
  const { incident, contact, acknowledgeUrl } = page;
  const what = incident
    ? `${incident.urgency.toLowerCase()} urgency incident ${contact.incidentNumber}: ${speakable(incident.title)}.`
    : `private incident ${contact.incidentNumber}.`;
  const holder = holderOf(page);
  if (holder !== null) {
    const twice = `<Say>OpsKnight pages you for ${xml(what)} It is with ${xml(cutTo(MAX_NAME, bareName(holder)))}.</Say>`;
    return `<Response>${twice}<Pause length="1"/>${twice}</Response>`;
  }
  const say = `<Say>OpsKnight pages you for ${xml(what)} Press 1 to acknowledge.</Say><Pause length="1"/>`;
  const gather = `<Gather numDigits="1" timeout="10" method="POST" action="${xml(`${acknowledgeUrl}/call`)}">${say}${say}</Gather>`;
  return `<Response>${gather}<Say>You have pressed nothing. The incident is still open.</Say></Response>`;
}

/** A code digit by digit, and twice; a test. */
function spokenCheck({ check: { code, name } }: ContactCheck): string {
  const who = xml(cutTo(MAX_NAME, oneLine(name)));
  if (code === null)
    return `<Response><Say>This is a test of OpsKnight, for ${who}. There is nothing to do.</Say></Response>`;
  const digits = `<Say>The code for ${who} is: ${[...code].join(', ')}.</Say>`;
  return `<Response><Say>This is OpsKnight.</Say>${digits}<Pause length="1"/>${digits}</Response>`;
}

/** A title, cut so that it can be said, and leaves room for the rest even where each of its characters is written as five. */
function speakable(title: string): string {
  let spoken = cutTo(MAX_SPOKEN, oneLine(title));
  while (xml(spoken).length > MAX_WRITTEN) spoken = cutTo(Math.floor(spoken.length / 2), spoken);
  return spoken;
}

const ENTITIES: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&apos;' };

/** Text as it may stand in TwiML. */
function xml(text: string): string {
  return text.replace(/[&<>"']/g, (character) => ENTITIES[character] ?? character);
}
