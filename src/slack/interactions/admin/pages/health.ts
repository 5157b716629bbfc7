import { MINUTE } from '../../../../lib/clock.ts';
import { isSetAside } from '../../../../notifications/queue/slack-errors.ts';
import type { FailedDelivery } from '../../../../notifications/types.ts';
import { OPTIONAL_SCOPES, usedScopes } from '../../../../settings/used-scopes.ts';
import { duration } from '../../../../words/time.ts';
import { actions, header, section } from '../../../cards/blocks.ts';
import { inline } from '../../../cards/mrkdwn.ts';
import { ago } from '../../../cards/time.ts';
import type { Deps } from '../../deps.ts';
import { refusedWords, socketLine, tokenLines, well, wrong } from '../look.ts';
import { type AdminPage, requestButton } from '../page.ts';
import { SWITCHED_OFF } from '../scopes.ts';

const KEY = 'health';
/** So many refused deliveries are looked at; and so many reasons shown. */
const LOOKED_AT = 500;
const REASONS = 8;
/** Slack and its limits explain a wait, but not for that long. */
const LONG_WAIT = 10 * MINUTE;
/** So many methods of Slack are shown with what is used of them. */
const METHODS = 6;
const MAX_METHOD = 60;

/** Whether OpsKnight can do its work, and what to do where it can't. */
export const healthPage: AdminPage = {
  key: KEY,
  title: 'Health',
  async show({ deps }) {
    const [token, idle, queue, refused] = await Promise.all([
      tokenLines(deps),
      idleLines(deps),
      queueLine(deps),
      refusedLines(deps),
    ]);
    return {
      blocks: [
        header('Slack'),
        section([socketLine(deps), ...token, ...idle].join('\n')),
        header('Messages'),
        section([queue, budgetLine(deps)].join('\n')),
        ...refused.map((line) => section(line)),
        actions(requestButton('Look again', { page: KEY, what: 'look' })),
      ],
    };
  },
  requests: {
    look: async ({ deps }) => `Looked at ${ago(deps.clock.now())}.`,
  },
};

/** Permissions that the manifest asks for, and that nothing goes by as things are set. */
async function idleLines({ settingsEditor }: Deps): Promise<string[]> {
  const used = usedScopes(await settingsEditor.read());
  const idle = OPTIONAL_SCOPES.filter((scope) => !used.includes(scope));
  if (idle.length === 0) return [];
  const words = idle.map((scope) => `${scope} (${SWITCHED_OFF[scope] ?? ''})`);
  return [`ℹ️ Not in use as things are set: ${words.join('; ')}`];
}

/** How much of the calls that Slack allows in a burst is used up. */
function budgetLine({ budget }: Deps): string {
  const used = [...budget.used()]
    .map(([method, share]) => ({ method, percent: Math.min(100, Math.round(share * 100)) }))
    .filter(({ percent }) => percent > 0)
    .sort((a, b) => b.percent - a.percent);
  if (used.length === 0) return well('Slack’s limits: all calls are left');
  const shown = used.slice(0, METHODS).map(({ method, percent }) => `${inline(method, MAX_METHOD)} ${percent} %`);
  const words = `Slack’s limits, used up: ${shown.join(' · ')}`;
  return used.some(({ percent }) => percent === 100)
    ? `⏳ ${words}; what is used up waits, and nothing is lost`
    : well(words);
}

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
