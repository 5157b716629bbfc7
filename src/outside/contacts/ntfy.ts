import type { Urgency } from '../../oncall/urgency.ts';
import { lookAt, post } from '../post.ts';
import {
  type ContactPage,
  checkSubject,
  checkText,
  holderOf,
  MAX_DESCRIPTION,
  subjectOf,
  type Transport,
  textOf,
} from './message.ts';

/** https://docs.ntfy.sh/publish/#message-priority */
const PRIORITIES: Record<Urgency, number> = { HIGH: 5, MEDIUM: 4, LOW: 3 };

/** Of a longer message it makes an attachment, or refuses it where it takes none: https://docs.ntfy.sh/publish/#limitations */
const MAX_BYTES = 4_096;

/** Pages to a topic of ntfy, with a button that acknowledges. The address is that of the topic: `https://ntfy.sh/my-topic`. */
export const ntfyTransport: Transport = {
  page(page) {
    const { contact, incident, acknowledgeUrl, pageUrl } = page;
    return publish(contact.address, {
      title: subjectOf(page),
      message: textWithin(page, MAX_DESCRIPTION),
      priority: PRIORITIES[incident?.urgency ?? 'HIGH'],
      click: pageUrl,
      actions: [
        ...(holderOf(page) === null
          ? [{ action: 'http', label: 'Acknowledge', url: acknowledgeUrl, method: 'POST', clear: true }]
          : []),
        { action: 'view', label: 'View', url: pageUrl },
      ],
    });
  },
  check: (check) =>
    publish(check.check.address, { title: checkSubject(check), message: checkText(check), priority: 3 }),
};

/** The page, with as much of its description as fits in. */
function textWithin(page: ContactPage, maxDescription: number): string {
  const text = textOf(page, maxDescription);
  if (Buffer.byteLength(text) <= MAX_BYTES || maxDescription === 0) return text;
  return textWithin(page, Math.floor(maxDescription / 2));
}

/** Publishing as JSON goes to the server itself: https://docs.ntfy.sh/publish/#publish-as-json */
async function publish(address: string, message: object): Promise<void> {
  const { server, topic } = readAddress(address);
  const body = JSON.stringify({ topic, ...message });
  await post(server, { headers: { 'Content-Type': 'application/json' }, body });
}

/** Whether the server of a topic is there: https://docs.ntfy.sh/config/#health-checks. @throws NotTaken */
export async function lookAtNtfy(address: string): Promise<void> {
  await lookAt(`${readAddress(address).server}v1/health`);
}

/** The server, with "/" at the end, may be a part of another one. */
function readAddress(text: string): { server: string; topic: string } {
  const address = new URL(text);
  const parts = address.pathname.split('/').filter((part) => part !== '');
  const topic = decodeURIComponent(parts.pop() ?? '');
  return { server: new URL(`/${parts.map((part) => `${part}/`).join('')}`, address).href, topic };
}
