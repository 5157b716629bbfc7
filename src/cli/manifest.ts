import { type Config, ConfigError, readConfig } from '../config.ts';
import { manifestOverHttp, manifestText } from '../slack/manifest.ts';

/** The manifest for how the environment says that Slack reaches the app, or for HTTP when that is asked for. */
export async function printManifest(options: { http: boolean }): Promise<void> {
  const config = readConfig(process.env);
  const isOverHttp = options.http || config.slack.mode === 'http';
  process.stdout.write(await (isOverHttp ? manifestOverHttp(publicAddress(config)) : manifestText()));
}

/** Slack calls only https addresses. */
function publicAddress({ http: { baseUrl } }: Config): string {
  if (baseUrl?.startsWith('https:')) return baseUrl;
  throw new ConfigError([
    {
      variable: 'BASE_URL',
      message: baseUrl === null ? 'is not set' : `is ${baseUrl}, and Slack calls only https addresses`,
      fix: 'Write the public address of this server, such as https://opsknight.example.com.',
    },
  ]);
}
