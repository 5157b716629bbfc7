import type { WebClient } from '@slack/web-api';
import { explain } from '../notifications/queue/slack-errors.ts';
import { toSlackFailure } from '../slack/api/failures.ts';
import { type Finding, well, wrong } from './finding.ts';

/** Whether Slack accepts the bot token, and grants it what the manifest asks for. */
export async function examineBotToken(client: WebClient, wantedScopes: readonly string[]): Promise<Finding[]> {
  try {
    const { team, response_metadata } = await client.auth.test();
    const accepted = well(`Bot token: accepted, for the workspace ${team ?? '(without a name)'}`);
    const granted = response_metadata?.scopes;
    if (!granted) return [accepted, well('Permissions: Slack does not say which')];
    return [accepted, ...examineScopes(granted, wantedScopes)];
  } catch (error) {
    return [failed('Bot token', error)];
  }
}

/** What Slack grants a token; null when it does not say, or can't be asked. */
export async function grantedScopes(client: WebClient): Promise<readonly string[] | null> {
  try {
    return (await client.auth.test()).response_metadata?.scopes ?? null;
  } catch (error) {
    toSlackFailure(error);
    return null;
  }
}

function examineScopes(granted: readonly string[], wanted: readonly string[]): Finding[] {
  const missing = wanted.filter((scope) => !granted.includes(scope));
  if (missing.length === 0) return [well(`Permissions: all ${wanted.length} that the manifest asks for`)];
  return [
    wrong(
      `Permissions: the token lacks ${missing.join(', ')}`,
      'Add them at https://api.slack.com/apps -> your app -> OAuth & Permissions (`opsknight manifest` has them all), and reinstall the app.',
    ),
  ];
}

/** Whether Slack lets the app open a socket; none is opened. */
export async function examineAppToken(client: WebClient): Promise<Finding[]> {
  try {
    await client.apps.connections.open({});
    return [well('App token: Slack offers a socket')];
  } catch (error) {
    const failure = toSlackFailure(error);
    if (failure.kind === 'rate_limited') return [well('App token: accepted; Slack asks not to be asked so often')];
    return [failed('App token', error)];
  }
}

function failed(what: string, error: unknown): Finding {
  const { code } = toSlackFailure(error);
  const { meaning, remedy } = explain(code);
  return wrong(`${what}: ${meaning} (${code})`, remedy);
}
