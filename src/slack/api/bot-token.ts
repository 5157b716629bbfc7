/** What a connection's calls are made with. */
export interface BotToken {
  /** As it is now: one that expires is another one some hours later. */
  value(): string;
  /** Good for several workspaces of an organisation, so that calls have to say which they mean. */
  isOrgWide: boolean;
  /** How operators know it. */
  name: string;
  /** What they do when Slack does not accept it; null: what the error itself asks for. */
  remedy: string | null;
  /** Slack says that it has expired: another one is needed at once. */
  hasExpired(): void;
}

/** The one of the environment, which lasts. */
export function tokenOfEnvironment(variable: string, value: string): BotToken {
  return { value: () => value, isOrgWide: false, name: variable, remedy: null, hasExpired: () => {} };
}
