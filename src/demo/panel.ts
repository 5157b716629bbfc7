import type { LocalSlack, Panel } from 'local-slack';
import { SECOND } from '../lib/clock.ts';
import { newAlert, storm } from './alerts.ts';
import type { Monitor } from './monitor.ts';
import type { Storyteller } from './storyteller.ts';

const STORM_SIZE = 40;
const OUTAGE = 20 * SECOND;

/** What whoever plays with the demo can let happen. */
export function controlPanel(monitor: Monitor, storyteller: Storyteller, faults: () => LocalSlack['faults']): Panel {
  let alerts = 0;
  return {
    title: 'Make something happen',
    buttons: [
      {
        label: 'Send an alert',
        description: 'A monitor reports a new problem.',
        run: async () => (await monitor.send(newAlert(alerts++))).join(),
      },
      {
        label: 'Send a storm',
        description: `${STORM_SIZE} different problems of one service, at once.`,
        run: async () => `${(await monitor.send(...storm(STORM_SIZE))).length} incidents opened`,
      },
      {
        label: 'Slack outage for 20 s',
        description: 'Nothing gets through to Slack or from it. Then see what was lost: nothing.',
        run: async () => {
          // The page you are looking at is Slack's too: it is cut off a moment after it has got its answer.
          setTimeout(() => faults().outage(true), 500);
          setTimeout(() => faults().outage(false), 500 + OUTAGE);
          return 'Slack is down for 20 seconds';
        },
      },
      {
        label: 'Tell the story again',
        description: 'A page, something smaller, and a monitor that resolves by itself.',
        run: async () => {
          storyteller.start();
          return 'The story begins';
        },
      },
      {
        label: 'Stop the story',
        description: 'Nothing more happens by itself.',
        run: async () => {
          await storyteller.stop();
          return 'The story is stopped';
        },
      },
    ],
  };
}
