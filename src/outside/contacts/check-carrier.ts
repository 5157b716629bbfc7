import type { Clock } from '../../lib/clock.ts';
import { CODE_LIFETIME } from '../../notifications/contacts/codes.ts';
import type { PersonalContactStore } from '../../notifications/contacts/personal-store.ts';
import type { CheckJob } from '../../notifications/kinds/check.ts';
import { type Carrier, NotTaken } from '../../notifications/queue/outside.ts';
import { contactTrouble, METHODS } from '../../words/contact.ts';
import type { Transports } from './transports.ts';

interface CheckDeps {
  store: Pick<PersonalContactStore, 'checkFailed'>;
  clock: Clock;
}

/** Sends codes and tests, each by the method that it is to prove; one that does not get through is said to whoever waits for it. */
export function checkCarrier(transports: Transports, { store, clock }: CheckDeps): Carrier<CheckJob> {
  return {
    method: 'contact',
    patience: CODE_LIFETIME,
    label: ({ check }) => check.method,
    async send({ check }, { id, createdAt }) {
      const transport = transports[check.method];
      if (!transport) throw new NotTaken('not_configured', 'refused');
      await transport.check({ check, delivery: `check-${id}-${createdAt}` });
    },
    givenUp({ check, place }, { id: deliveryId }, code) {
      const { slackUserId, method } = check;
      const what = check.code === null ? 'Your test' : 'Your code';
      const words = `⚠️ ${what} could not be sent by ${METHODS[method]}. ${contactTrouble(code)} Look at the address with \`/opsknight contact\`, and try again.`;
      const failed = { deliveryId, code, connectionId: place.connectionId, slackUserId, words };
      return store.checkFailed(failed, clock.now());
    },
  };
}
