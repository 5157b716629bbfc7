import type { Connection } from '../slack/directory/store.ts';
import { oneLine } from '../words/text.ts';
import { print, say } from './terminal.ts';
import { withStorage } from './with-storage.ts';

/** `opsknight workspaces`: a line for each connection, the organisation's first. */
export async function listWorkspaces(): Promise<void> {
  await withStorage(async ({ connections }, { oauth, http }) => {
    for (const [index, connection] of (await connections.all()).entries()) print(describe(connection, index === 0));
    if (oauth && http.baseUrl !== null) say(`Connect another one: ${http.baseUrl}/slack/install`);
  });
}

function describe(
  { name, teamName, teamId, installationId, endedAt, endReason }: Connection,
  isPrimary: boolean,
): string {
  const team =
    teamId === null ? 'Slack has not said which workspace yet' : `${oneLine(teamName ?? teamId)} (${teamId})`;
  const by = name !== null ? 'named in opsknight.yml' : installationId === null ? 'SLACK_BOT_TOKEN' : 'installed';
  const state = endedAt === null ? 'in use' : `ended: ${endReason}`;
  return [name === null ? null : oneLine(name), team, isPrimary ? `${by}, the organisation's` : by, state]
    .filter((part) => part !== null)
    .join('  ');
}
