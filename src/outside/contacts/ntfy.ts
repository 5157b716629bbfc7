import type { Urgency } from '../../oncall/urgency.ts';
import { post } from '../post.ts';
import { subjectOf, type Transport, textOf } from './message.ts';

/** https://docs.ntfy.sh/publish/#message-priority */
const PRIORITIES: Record<Urgency, number> = { HIGH: 5, MEDIUM: 4, LOW: 3 };

/** Pages to a topic of ntfy, with a button that acknowledges. The address is that of the topic: `https://ntfy.sh/my-topic`. */
export const ntfyTransport: Transport = async (page) => {
  const { contact, incident, acknowledgeUrl, pageUrl } = page;
  const address = new URL(contact.address);
  const parts = address.pathname.split('/').filter((part) => part !== '');
  const topic = decodeURIComponent(parts.pop() ?? '');
  const server = new URL(`/${parts.map((part) => `${part}/`).join('')}`, address);
  // Publishing as JSON goes to the server itself: https://docs.ntfy.sh/publish/#publish-as-json
  const message = {
    topic,
    title: subjectOf(page),
    message: textOf(page),
    priority: PRIORITIES[incident?.urgency ?? 'HIGH'],
    click: pageUrl,
    actions: [
      { action: 'http', label: 'Acknowledge', url: acknowledgeUrl, method: 'POST', clear: true },
      { action: 'view', label: 'View', url: pageUrl },
    ],
  };
  await post(server.href, { headers: { 'Content-Type': 'application/json' }, body: JSON.stringify(message) });
};
