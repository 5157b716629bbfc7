import { incidentKey } from '../../incidents/types.ts';
import { post } from '../post.ts';
import { checkText, type Transport, textOf } from './message.ts';

/** Pages to a system of the operator's own, as JSON. `delivery` is the same at every attempt. */
export const webhookTransport: Transport = {
  async page(page) {
    const { contact, incident, service, acknowledgeUrl, pageUrl } = page;
    const body = {
      event: 'page',
      delivery: `page-${contact.id}-${contact.createdAt}`,
      person: { name: contact.name, email: contact.target.slice(1) },
      incident: {
        number: incidentKey(contact.incidentNumber),
        ...(incident && { title: incident.title, urgency: incident.urgency, status: incident.state.status, service }),
        page: pageUrl,
      },
      text: textOf(page),
      acknowledge_url: acknowledgeUrl,
    };
    await send(contact.address, body);
  },
  check(check) {
    const { address, code } = check.check;
    const event = code === null ? 'test' : 'code';
    return send(address, { event, delivery: check.delivery, ...(code !== null && { code }), text: checkText(check) });
  },
};

function send(address: string, body: object): Promise<void> {
  return post(address, { headers: { 'Content-Type': 'application/json' }, body: JSON.stringify(body) });
}
