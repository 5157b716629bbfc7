import { ApiError } from '../errors.ts';
import type { Method } from '../method.ts';
import { page } from '../pagination.ts';

/** https://docs.slack.dev/reference/methods/auth.revoke. With the last token goes the app. */
const revoke: Method = {
  name: 'auth.revoke',
  tier: 3,
  scopes: [],
  reads: true,
  run({ workspace, args }) {
    if (args.flag('test')) return { revoked: false };
    for (const one of workspace.installation.reach) one.installation.uninstall('token_revoked');
    return { revoked: true };
  },
};

/** https://docs.slack.dev/reference/methods/apps.uninstall */
const uninstall: Method = {
  name: 'apps.uninstall',
  tier: 1,
  scopes: [],
  reads: true,
  run({ workspace, args }) {
    const { clientId, clientSecret } = workspace.app.credentials;
    if (args.required('client_id') !== clientId) throw new ApiError('invalid_client_id');
    if (args.required('client_secret') !== clientSecret) throw new ApiError('bad_client_secret');
    for (const one of workspace.installation.reach) one.installation.uninstall('account_inactive');
    return {};
  },
};

/** https://docs.slack.dev/reference/methods/auth.teams.list */
const teams: Method = {
  name: 'auth.teams.list',
  tier: 2,
  scopes: [],
  reads: true,
  run({ workspace, args }) {
    const { items, next } = page(workspace.installation.reach, ({ teamId }) => teamId, args, args.limit(100));
    return {
      teams: items.map(({ teamId, name }) => ({ id: teamId, name })),
      response_metadata: { next_cursor: next },
    };
  },
};

/** https://docs.slack.dev/reference/methods/bots.info. The app's own bot is the only one that posts here. */
const botInfo: Method = {
  name: 'bots.info',
  tier: 3,
  scopes: ['users:read'],
  reads: true,
  run({ workspace, args }) {
    const id = args.text('bot') ?? workspace.botId;
    if (id !== workspace.botId) throw new ApiError('bot_not_found');
    const { app, botId, botUserId } = workspace;
    const name = app.manifest.display_information.name;
    return { bot: { id: botId, deleted: false, name, updated: 0, app_id: app.id, user_id: botUserId, icons: {} } };
  },
};

export const installationMethods: Method[] = [revoke, uninstall, teams, botInfo];
