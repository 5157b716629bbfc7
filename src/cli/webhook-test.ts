import { NotTaken } from '../notifications/queue/outside.ts';
import { explain } from '../notifications/queue/slack-errors.ts';
import { isSameName } from '../oncall/targets.ts';
import { OutgoingHosts } from '../outside/hosts.ts';
import { sendSigned } from '../outside/webhooks/request.ts';
import { didYouMean } from '../settings/did-you-mean.ts';
import { iso } from '../words/json/incident.ts';
import { CommandError } from './report.ts';
import { print } from './terminal.ts';
import { withStorage } from './with-storage.ts';

/** `opsknight webhook test`: sends an outgoing webhook an event of no incident, signed as all are, and says what came of it. */
export async function testWebhook(name: string): Promise<void> {
  await withStorage(async ({ settings, webhooks }, { outgoingHosts }, clock) => {
    const all = await settings.outgoingWebhooks();
    const webhook = all.find((one) => isSameName(one.name, name));
    if (!webhook) {
      const known = all.map((one) => one.name);
      throw new CommandError(
        `There is no outgoing webhook "${name}".${didYouMean(name, known)} opsknight.yml has them as outgoing_webhooks. Nothing was sent.`,
      );
    }
    const at = clock.now();
    const id = `test-${at}`;
    const text = 'A test of this webhook. Nothing has happened.';
    const by = { name: 'OpsKnight' };
    const event = { id, event: 'test', at: iso(at), by, text, private: false, incident: null };
    try {
      await sendSigned(
        webhook,
        { id, body: JSON.stringify(event) },
        {
          environment: process.env,
          hosts: OutgoingHosts.of(outgoingHosts),
          instance: () => webhooks.instance(),
          now: () => clock.now(),
        },
      );
    } catch (error) {
      if (!(error instanceof NotTaken)) throw error;
      const { meaning, remedy } = explain(`outgoing:${error.code}`);
      throw new CommandError(`The outgoing webhook "${webhook.name}" has not taken the event. ${meaning}\n${remedy}`);
    }
    print(`The outgoing webhook "${webhook.name}" has taken the event ${id}.`);
  });
}
