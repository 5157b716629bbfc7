import { cutTo, oneLine } from '../../words/text.ts';
import { post } from '../post.ts';
import { type ContactPage, subjectOf, type Transport } from './message.ts';

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

/** Pages by SMS, with the link to acknowledge. */
export function smsTransport(account: TwilioAccount): Transport {
  return (page) => {
    const { acknowledgeUrl } = page;
    const text = `${cutTo(MAX_SMS - acknowledgeUrl.length - 20, subjectOf(page))}\nAcknowledge: ${acknowledgeUrl}`;
    return create(account, 'Messages', { To: page.contact.address, From: account.from, Body: text });
  };
}

/** Pages by a phone call: it says what has happened, twice, and takes a 1 for "acknowledge". */
export function callTransport(account: TwilioAccount): Transport {
  return (page) => create(account, 'Calls', { To: page.contact.address, From: account.from, Twiml: spoken(page) });
}

function create(
  { sid, token, apiUrl }: TwilioAccount,
  what: 'Messages' | 'Calls',
  fields: Record<string, string>,
): Promise<void> {
  const credentials = Buffer.from(`${sid}:${token}`).toString('base64');
  return post(`${apiUrl}/2010-04-01/Accounts/${encodeURIComponent(sid)}/${what}.json`, {
    headers: { Authorization: `Basic ${credentials}`, 'Content-Type': 'application/x-www-form-urlencoded' },
    body: new URLSearchParams(fields).toString(),
  });
}

/** https://www.twilio.com/docs/voice/twiml/gather */
function spoken(page: ContactPage): string {
  const { incident, contact, acknowledgeUrl } = page;
  const what = incident
    ? `${incident.urgency.toLowerCase()} urgency incident ${contact.incidentNumber}: ${cutTo(MAX_SPOKEN, oneLine(incident.title))}.`
    : `private incident ${contact.incidentNumber}.`;
  const say = `<Say>OpsKnight pages you for ${xml(what)} Press 1 to acknowledge.</Say><Pause length="1"/>`;
  const gather = `<Gather numDigits="1" timeout="10" method="POST" action="${xml(`${acknowledgeUrl}/call`)}">${say}${say}</Gather>`;
  return `<Response>${gather}<Say>You have pressed nothing. The incident is still open.</Say></Response>`;
}

const ENTITIES: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&apos;' };

/** Text as it may stand in TwiML. */
function xml(text: string): string {
  return text.replace(/[&<>"']/g, (character) => ENTITIES[character] ?? character);
}
