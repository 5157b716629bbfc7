import { App, LogLevel, SocketModeReceiver } from '@slack/bolt';
import type { WebClient } from '@slack/web-api';
import type { LocalSlack } from '../../src/index.ts';
import type { Violation } from '../../src/socket-mode/violations.ts';
import { type Cleanup, failure, silent } from '../start.ts';

/** What a listener of Bolt gets, as far as the rows need it. */
export interface Happening {
  /** Takes what Bolt's types would not let through. */
  ack: (answer?: object) => Promise<void>;
  client: WebClient;
  triggerId: string;
}

/** An app on bare Bolt that does to Slack whatever it is told to. */
export class RuleBreaker {
  /** What its listeners do next. */
  private next: (happening: Happening) => Promise<unknown> = ({ ack }) => ack();
  private channels = 0;

  private constructor(
    readonly slack: LocalSlack,
    readonly client: WebClient,
    readonly receiver: SocketModeReceiver,
  ) {}

  static async start(cleanup: Cleanup, slack: LocalSlack): Promise<RuleBreaker> {
    // Waiting in silence is what the SDK does about a rate limit unless it is told otherwise.
    const clientOptions = { slackApiUrl: slack.apiUrl, retryConfig: { retries: 0 }, rejectRateLimitedCalls: true };
    const receiver = new SocketModeReceiver({
      appToken: slack.appToken,
      logger: silent,
      installerOptions: { clientOptions: { slackApiUrl: slack.apiUrl } },
    });
    const app = new App({
      token: slack.workspace().botToken,
      receiver,
      logger: silent,
      logLevel: LogLevel.ERROR,
      clientOptions,
    });
    const breaker = new RuleBreaker(slack, app.client, receiver);
    app.command(/.*/, ({ ack, client, command }) => breaker.run(ack, client, command.trigger_id));
    app.shortcut(/.*/, ({ ack, client, shortcut }) => breaker.run(ack, client, shortcut.trigger_id));
    app.view(/.*/, ({ ack, client }) => breaker.run(ack, client, ''));
    cleanup.add(() => app.stop());
    await app.start();
    await slack.waitForSockets();
    return breaker;
  }

  /** Calls a method; the code of Slack's refusal, or `ok`. */
  async calls(method: string, args: Record<string, unknown> = {}): Promise<string> {
    return codeOf(this.client.apiCall(method, args));
  }

  /** A channel that nobody has posted to, so that only what is meant is refused. */
  freshChannel(): string {
    const jane = this.slack.workspace().member('jane');
    return this.slack.workspace().createChannel(`fresh-${++this.channels}`, { by: jane }).id;
  }

  /** What the app is to do with whatever comes next. */
  does(next: (happening: Happening) => Promise<unknown>): void {
    this.next = next;
  }

  /** Jane types the command while the app does this with it. @returns what she is told, or `ok`. */
  async onCommand(next: (happening: Happening) => Promise<unknown>): Promise<string> {
    this.does(next);
    const typed = this.slack.workspace().member('jane').command('#incidents', '/opsknight');
    return typed.then(
      () => 'ok',
      (error: Error) => error.message,
    );
  }

  /** Jane gets this modal and submits it, and the app answers so. @returns what she is told, or what became of it. */
  async onSubmission(view: object, answer: object): Promise<string> {
    const jane = this.slack.workspace().member('jane');
    this.next = async ({ ack, client, triggerId }) => {
      await ack();
      await client.apiCall('views.open', { trigger_id: triggerId, view });
    };
    await jane.shortcut('Create Incident');
    const modal = await jane.seesModal('Title');
    this.next = ({ ack }) => ack(answer);
    return modal.submit().catch((error: Error) => error.message);
  }

  /** The violation that Slack holds against the app next. */
  async violation(): Promise<Violation['kind']> {
    const found = await this.slack.changes.waitFor(
      () => this.slack.violations.all[0],
      () => 'there was no violation',
    );
    this.slack.violations.take();
    return found.kind;
  }

  private async run(ack: unknown, client: WebClient, triggerId: string): Promise<void> {
    await this.next({ ack: ack as Happening['ack'], client, triggerId });
  }
}

/** The code of a call's refusal, or `ok`. */
export async function codeOf(call: Promise<unknown>): Promise<string> {
  const outcome = await call.then(
    () => undefined,
    (error: unknown) => error,
  );
  if (outcome === undefined) return 'ok';
  if (outcome instanceof Error && 'code' in outcome && outcome.code === 'slack_webapi_rate_limited_error') {
    return 'HTTP 429';
  }
  return String((await failure(Promise.reject(outcome))).error);
}
