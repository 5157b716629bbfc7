import { expect, test } from '@jest/globals';
import { HOUR, MINUTE } from '../../src/lib/clock.ts';
import { PRIORITY } from '../../src/notifications/priority.ts';
import { Payment, Payments } from '../../src/notifications/queue/payments.ts';
import type { Head } from '../../src/notifications/types.ts';

const POST = 'chat.postMessage';
const HEAD: Head = {
  id: 1,
  connectionId: 1,
  lane: '1:#web',
  priority: PRIORITY.HIGH,
  method: POST,
  kind: 'card',
  work: 'card:1',
};

test('which channel a lane leads to is remembered as long as something goes there', () => {
  let elapsed = 0;
  const channels: (string | null)[] = [];
  const budget = {
    spend: ({ channelId }: { channelId: string | null }) => {
      channels.push(channelId);
      return 0;
    },
    refund() {},
  };
  const payments = new Payments(budget, { elapsed: () => elapsed });
  const send = () => {
    const payment = payments.payFor(HEAD);
    if (payment instanceof Payment) payment.use(POST, 'C1');
  };
  for (const pause of [0, 9 * MINUTE, 9 * MINUTE, HOUR]) {
    elapsed += pause;
    payments.tidy();
    channels.length = 0;
    send();
    expect(channels[0]).toBe(pause === 0 || pause === HOUR ? null : 'C1');
  }
});
