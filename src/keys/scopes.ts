/** What keys may do, each with the words for it. */
export const SCOPES = {
  alerts: 'send alerts and heartbeats',
  read: 'read incidents, services and who is on call',
  act: 'open and change incidents, and maintenance',
  notify: 'post notifications',
} as const;

export type KeyScope = keyof typeof SCOPES;

export const KEY_SCOPES = Object.keys(SCOPES) as KeyScope[];

/** Those of a list that is as people write it, in our order, or the first that is none. None at all, or all of them, is null: no bounds. */
export function readScopes(written: readonly string[]): { scopes: readonly KeyScope[] | null } | { unknown: string } {
  const words = written.flatMap((one) => one.split(',')).map((word) => word.trim().toLowerCase());
  const asked = words.filter((word) => word !== '');
  const unknown = asked.find((word) => !KEY_SCOPES.some((scope) => scope === word));
  if (unknown !== undefined) return { unknown };
  const scopes = KEY_SCOPES.filter((scope) => asked.includes(scope));
  return { scopes: [0, KEY_SCOPES.length].includes(scopes.length) ? null : scopes };
}

/** "send alerts and heartbeats; post notifications" */
export function scopeWords(scopes: readonly KeyScope[]): string {
  return scopes.map((scope) => SCOPES[scope]).join('; ');
}
