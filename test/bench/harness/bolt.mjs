import { fileURLToPath } from 'node:url';
import { startLocalSlack } from 'local-slack';
import { Program } from './processes.mjs';

const APP = fileURLToPath(new URL('bolt-app.mjs', import.meta.url));

/** A local Slack, and the least Bolt app connected to it, to compare with. */
export class BoltHouse {
  constructor(slack, redraws) {
    Object.assign(this, { slack, redraws });
  }

  /** @param options.redraws Whether it updates the message too, rather than only acknowledge. */
  static async open({ redraws = false } = {}) {
    // What is measured is Bolt, not how much Slack lets it do in a minute.
    const slack = await startLocalSlack({ manifestPath: 'manifest.yml', enforceRateLimits: false });
    const house = new BoltHouse(slack, redraws);
    await house.start();
    return house;
  }

  /** Resolves when a click could be answered. */
  async start() {
    this.app = new Program(process.execPath, [APP], {
      SLACK_BOT_TOKEN: this.slack.workspace().botToken,
      SLACK_APP_TOKEN: this.slack.appToken,
      SLACK_API_URL: this.slack.apiUrl,
      REDRAWS: String(this.redraws),
    });
    await this.app.says(/ready/);
  }

  person(name) {
    return this.slack.workspace().member(name);
  }

  async stop() {
    await this.app.stop();
  }

  async close() {
    await this.stop();
    await this.slack.stop();
  }
}
