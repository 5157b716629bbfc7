import type { WebClient } from '@slack/web-api';
import type { Config } from '../config.ts';
import { Keyring, Undecryptable } from '../lib/keyring.ts';
import { toSlackFailure } from '../slack/api/failures.ts';
import type { Installation } from '../slack/installations/store.ts';
import { TokenVault } from '../slack/installations/token-vault.ts';
import { wantedScopes } from '../slack/manifest.ts';
import { type NamedTokens, tokensOf } from '../slack/named-tokens.ts';
import type { Storage } from '../storage/storage.ts';
import { type Finding, note, well, wrong } from './finding.ts';

/** The workspaces besides the organisation's, and named connections: whether their tokens can be read and are accepted, and which have ended. */
export async function examineWorkspaces(
  config: Config,
  { installations, connections, settings }: Pick<Storage, 'installations' | 'connections' | 'settings'>,
  clientOf: (token: string) => WebClient,
  environment: Record<string, string | undefined> = process.env,
): Promise<Finding[]> {
  const all = await installations.all();
  const findings: Finding[] = [];
  if (all.length === 0 && config.slack.botToken === null) {
    findings.push(
      wrong(
        'No workspace is connected: there is no SLACK_BOT_TOKEN, and nothing was installed',
        'Open /slack/install under BASE_URL.',
      ),
    );
  }
  const vault = new TokenVault(new Keyring(config.encryptionKeys));
  const connected = await connections.all();
  for (const one of all) {
    const isInUse = connected.some(({ installationId, endedAt }) => installationId === one.id && endedAt === null);
    if (isInUse) findings.push(...(await examineOne(one, vault, clientOf)));
  }
  const isOwnApp = () => false;
  for (const entry of await settings.connections()) {
    findings.push(await examineNamed(entry.name, tokensOf(entry, { environment, vault, isOwnApp }), clientOf));
  }
  for (const { name, teamName, endedAt, endReason } of connected) {
    if (endedAt === null || name !== null) continue;
    findings.push(note(`Workspace ${teamName}: has ended (${endReason}); install the app there again to go on`));
  }
  return findings;
}

async function examineNamed(
  name: string,
  tokens: NamedTokens | { flaw: string },
  clientOf: (token: string) => WebClient,
): Promise<Finding> {
  const what = `Connection ${name}`;
  if ('flaw' in tokens) {
    return wrong(
      `${what}: ${tokens.flaw}`,
      'Set the variable where OpsKnight runs, or enter the token on the Home tab, under Connections.',
    );
  }
  try {
    const { team } = await clientOf(tokens.bot.value()).auth.test();
    return well(`${what}: its token is accepted, for the workspace ${team ?? '(without a name)'}`);
  } catch (error) {
    return wrong(`${what}: Slack does not accept its token (${toSlackFailure(error).code})`, 'Give it another one.');
  }
}

async function examineOne(
  installation: Installation,
  vault: TokenVault,
  clientOf: (token: string) => WebClient,
): Promise<Finding[]> {
  const { name, ownerId, tokens, scopes, refusedAt } = installation;
  const what = `Workspace ${name}`;
  try {
    await clientOf(vault.open(ownerId, tokens).accessToken).auth.test();
    if (refusedAt !== null) {
      return [
        wrong(`${what}: Slack gives no new token in place of the one that it has`, 'Install the app there again.'),
      ];
    }
    const missing = (await wantedScopes()).filter((scope) => !scopes.includes(scope));
    if (missing.length === 0) return [well(`${what}: its token is accepted`)];
    return [
      wrong(`${what}: the app lacks ${missing.join(', ')} there`, 'Install it there once more at /slack/install.'),
    ];
  } catch (error) {
    if (error instanceof Undecryptable) {
      return [
        wrong(
          `${what}: its token can't be read, since ${error.message}`,
          'Set ENCRYPTION_KEY as it was when the app was installed; or install the app there once more.',
        ),
      ];
    }
    return [
      wrong(`${what}: Slack does not accept its token (${toSlackFailure(error).code})`, 'Install the app there again.'),
    ];
  }
}
