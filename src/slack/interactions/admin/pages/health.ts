import { MINUTE } from '../../../../lib/clock.ts';
import { isSetAside } from '../../../../notifications/queue/slack-errors.ts';
import type { FailedDelivery } from '../../../../notifications/types.ts';
import { duration } from '../../../../words/time.ts';
import { actions, header, section } from '../../../cards/blocks.ts';
import { ago } from '../../../cards/time.ts';
import type { Deps } from '../../deps.ts';
import { refusedWords, socketLine, tokenLines, well, wrong } from '../look.ts';
import { type AdminPage, requestButton } from '../page.ts';

const KEY = 'health';
/** So many refused deliveries are looked at; and so many reasons shown. */
const LOOKED_AT = 500;
const REASONS = 8;
/** Slack and its limits explain a wait, but not for that long. */
const LONG_WAIT = 10 * MINUTE;

/** Whether OpsKnight can do its work, and what to do where it can't. */
export const healthPage: AdminPage = {
  key: KEY,
  title: 'Health',
  async show({ deps }) {
    const [token, queue, refused] = await Promise.all([tokenLines(deps), queueLine(deps), refusedLines(deps)]);
    return {
      blocks: [
        header('Slack'),
        section([socketLine(deps), ...token].join('\n')),
        header('Messages'),
        section(queue),
        ...refused.map((line) => section(line)),
        actions(requestButton('Look again', { page: KEY, what: 'look' })),
      ],
    };
  },
  requests: {
    look: async ({ deps }) => `Looked at ${ago(deps.clock.now())}.`,
  },
};

async function queueLine({ deliveries, clock }: Deps): Promise<string> {
  const { waiting, oldestAt } = await deliveries.load();
  if (waiting === 0) return well('Queue: all has been sent');
  const age = oldestAt === null ? 0 : clock.now() - oldestAt;
  const words = `Queue: ${waiting} wait for Slack${oldestAt === null ? '' : `, the oldest for ${duration(age)}`}`;
  if (age <= LONG_WAIT) return `⏳ ${words}; Slack’s limits set the pace`;
  return wrong(words, 'Slack refuses them for now, or can’t be reached: the log of OpsKnight says which.');
}

/** What Slack has refused for good, by its reason: never which incident it was about. */
async function refusedLines({ deliveries }: Deps): Promise<string[]> {
  const failed = await deliveries.failed(LOOKED_AT);
  if (failed.length === 0) return [well('Refused by Slack: nothing')];
  const reasons = [...new Set(failed.map(({ error }) => error))].slice(0, REASONS);
  return reasons.map((reason) => {
    const all = failed.filter(({ error }) => error === reason);
    return refusedWords(refusedWhat(reason, all), reason);
  });
}

function refusedWhat(error: string, all: readonly FailedDelivery[]): string {
  const last = Math.max(...all.map(({ failedAt }) => failedAt));
  return `${isSetAside(error) ? 'Set aside' : 'Refused'}: ${all.length}, the last ${ago(last)}`;
}
