import { readFile } from 'node:fs/promises';
import { parse, parseDocument } from 'yaml';
import { z } from 'zod';
import { packageFile } from '../package-files.ts';

/** The manifest of the Slack app as it comes with OpsKnight, for an app that dials out. */
export function manifestText(): Promise<string> {
  return readFile(packageFile('manifest.yml'), 'utf8');
}

/** The same for an app that Slack calls. `baseUrl`: without "/" at the end. */
export async function manifestOverHttp(baseUrl: string): Promise<string> {
  const manifest = parseDocument(await manifestText());
  manifest.setIn(['settings', 'socket_mode_enabled'], false);
  manifest.setIn(['settings', 'interactivity', 'request_url'], `${baseUrl}/api/slack/actions`);
  manifest.setIn(['settings', 'interactivity', 'message_menu_options_url'], `${baseUrl}/api/slack/actions`);
  manifest.setIn(['settings', 'event_subscriptions', 'request_url'], `${baseUrl}/api/slack/events`);
  manifest.setIn(['features', 'slash_commands', 0, 'url'], `${baseUrl}/api/slack/commands`);
  return manifest.toString({ lineWidth: 0 });
}

const manifest = z.object({ oauth_config: z.object({ scopes: z.object({ bot: z.array(z.string()) }) }) });

/** The scopes that the bot asks for. */
export async function wantedScopes(): Promise<string[]> {
  return manifest.parse(parse(await manifestText())).oauth_config.scopes.bot;
}
