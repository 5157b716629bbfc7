/*
 * A card's target names a channel ("#incidents", "C0123456789") or, to page somebody, a person: "@bob@example.com" for
 * a user of opsknight.yml, "@U0123456789" for a Slack account that no user has.
 */

export type PersonTarget = { email: string } | { slackUserId: string };

export function personTarget(person: PersonTarget): string {
  return `@${'email' in person ? person.email : person.slackUserId}`;
}

/** Whom a target names; null for a channel. */
export function readPersonTarget(target: string): PersonTarget | null {
  if (!target.startsWith('@')) return null;
  const name = target.slice(1);
  return name.includes('@') ? { email: name } : { slackUserId: name };
}

export function isPersonTarget(target: string): boolean {
  return readPersonTarget(target) !== null;
}

/** Whether a text is the id of a channel, as Slack makes them, and no name. */
export function isChannelId(text: string): boolean {
  return /^[CG][A-Z0-9]{7,}$/.test(text);
}
