import { header, section } from '../../../cards/blocks.ts';
import { inline } from '../../../cards/mrkdwn.ts';
import type { Connection } from '../../../directory/store.ts';
import type { AdminPage } from '../page.ts';

const KEY = 'connections';
/** Of a line each: as many as are read. */
const ROWS = 40;
const MAX_NAME = 100;

/** The workspaces and bots that OpsKnight posts by. Tokens are kept out of Slack, so that none is ever in its logs and exports. */
export const connectionsPage: AdminPage = {
  key: KEY,
  title: 'Connections',
  async show({ deps }, list) {
    const all = await deps.connections.all();
    const pages = Math.max(1, Math.ceil(all.length / ROWS));
    const first = (Math.min(list, pages) - 1) * ROWS;
    const lines = all.slice(first, first + ROWS).map((connection) => lineOf(connection, deps.primaryId));
    return {
      pages,
      blocks: [
        section(lines.join('\n')),
        header('Add or remove one'),
        section(
          [
            'Tokens are never typed into Slack. Whoever runs OpsKnight adds',
            '• another workspace with `opsknight install-link`, which leads to the page where the app is installed there (it needs SLACK_CLIENT_ID)',
            '• a named connection with `connections:` in opsknight.yml, which names the variables of the environment that hold its tokens',
            'A workspace goes when the app is removed from it in Slack; a named connection with `opsknight apply --prune`.',
          ].join('\n'),
        ),
      ],
    };
  },
};

function lineOf({ id, name, teamName, teamId, installationId, endedAt, endReason }: Connection, primaryId: number) {
  const team = teamId === null ? 'Slack has not said yet which workspace' : inline(teamName ?? teamId, MAX_NAME);
  const by =
    name !== null
      ? 'named in opsknight.yml'
      : installationId === null
        ? 'token in SLACK_BOT_TOKEN'
        : 'installed from Slack';
  const facts = [
    ...(name === null ? [] : [team]),
    id === primaryId ? `the organisation’s own workspace · ${by}` : by,
    endedAt === null ? 'in use' : `ended: ${inline(endReason ?? 'no reason given', MAX_NAME)}`,
  ];
  return `${endedAt === null ? '✅' : '⚪'} *${name === null ? team : inline(name, MAX_NAME)}* · ${facts.join(' · ')}`;
}
