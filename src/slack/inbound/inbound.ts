/** How what Slack asks reaches the app: over sockets that the app opens, or at addresses that Slack calls. */
export interface Inbound {
  start(): void;
  /** Resolves when nothing comes in any more. */
  stop(): Promise<void>;
  /** How many sockets are open. */
  readonly liveSockets: number;
}
