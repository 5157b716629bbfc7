/** A request of Slack, as it was handed over: https://docs.slack.dev/apis/events-api/#receiving-events */
export interface Envelope {
  /** Of this delivery; another one each time, unless Slack sends the very same. */
  envelopeId: string;
  body: Record<string, unknown>;
  retryNum: number | undefined;
  retryReason: string | undefined;
  /** Answers it. Rejects when Slack can't hear the answer any more. */
  ack(response?: unknown): Promise<void>;
}
