import type { WorkspaceSeed } from 'local-slack';
import { INCIDENT_TALK, LEADS_TALK, PAYMENT_TALK, SMALL_TALK } from './talk.ts';

/** A guest is in no channel by being there: he follows incidents where he was let in. */
const WITH_THE_GUEST = ['jane', 'bob', 'alice', 'victor', 'carol', 'gus'];

/** The company in which the demo plays. Its OpsKnight users are in examples/opsknight.yml, matched by e-mail. */
export const ACME: WorkspaceSeed = {
  name: 'Acme',
  members: [
    { name: 'jane', realName: 'Jane Doe', email: 'jane@example.com', tz: 'Europe/Berlin', admin: true },
    { name: 'bob', realName: 'Bob Smith', email: 'bob@example.com', tz: 'America/New_York' },
    { name: 'alice', realName: 'Alice Martin', email: 'alice@example.com', tz: 'Europe/Paris' },
    { name: 'victor', realName: 'Victor Watts', email: 'victor@example.com', tz: 'Europe/London' },
    { name: 'carol', realName: 'Carol Jones', email: 'carol@example.com', tz: 'Asia/Tokyo' },
    { name: 'gus', realName: 'Gus Guest', email: 'gus@partner.example', tz: 'Europe/Madrid', guest: 'multi_channel' },
  ],
  channels: [
    {
      name: 'payment-alerts',
      topic: 'Alerts of the Payment API',
      members: WITH_THE_GUEST,
      messages: PAYMENT_TALK,
    },
    { name: 'incidents', topic: 'Every incident without a channel of its own', messages: INCIDENT_TALK },
    { name: 'incidents-critical', topic: 'HIGH urgency only' },
    { name: 'incidents-all', topic: 'All incidents' },
    { name: 'general', members: WITH_THE_GUEST, messages: SMALL_TALK },
    { name: 'leads', private: true, members: ['jane', 'alice'], bot: true, messages: LEADS_TALK },
  ],
  userGroups: [{ handle: 'payments-oncall', name: 'Payments on call', members: ['jane'] }],
};
