import type { ContactKind } from '../../people/contact.ts';
import type { OutgoingHosts } from '../hosts.ts';
import { type MailServer, mailTransport } from './mail.ts';
import type { Transport } from './message.ts';
import { ntfyTransport } from './ntfy.ts';
import { callTransport, smsTransport, type TwilioAccount } from './twilio.ts';
import { webhookTransport } from './webhook.ts';

/** What the environment says of how people are reached past Slack; null for what it does not say. */
export interface OutsideConfig {
  mail: MailServer | null;
  twilio: TwilioAccount | null;
  /** Null: whatever opsknight.yml names. */
  outgoingHosts: OutgoingHosts | null;
}

/** Null for a method that is not set up. */
export type Transports = Record<ContactKind, Transport | null>;

export function transportsOf({ mail, twilio, outgoingHosts }: OutsideConfig): Transports {
  return {
    email: mail && mailTransport(mail),
    ntfy: withinHosts(ntfyTransport, outgoingHosts),
    webhook: withinHosts(webhookTransport, outgoingHosts),
    sms: twilio && smsTransport(twilio),
    call: twilio && callTransport(twilio),
  };
}

/** For methods whose addresses are web addresses. */
function withinHosts(transport: Transport, hosts: OutgoingHosts | null): Transport {
  return {
    async page(page) {
      hosts?.require(page.contact.address);
      await transport.page(page);
    },
    async check(check) {
      hosts?.require(check.check.address);
      await transport.check(check);
    },
  };
}
