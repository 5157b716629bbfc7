import type { Obstacle } from '../oncall/call.ts';
import type { Actor } from '../people/actor.ts';
import type { AssigneeFlaw } from '../people/assignee.ts';
import type { Author } from '../people/author.ts';
import type { Refusal } from '../people/permissions.ts';

/** How a place writes names from outside; empty for one of which nothing can be shown. */
export interface NameWriter {
  /** What stands after "@". */
  handle(name: string): string;
  /** A monitor's. */
  name(name: string): string;
}

/** Who did it: "@jane", "@jane via Slack" for somebody OpsKnight doesn't know, a monitor by its name, the clock as "OpsKnight". */
export function actorWords(actor: Actor, write: NameWriter): string {
  switch (actor.kind) {
    case 'person':
      return `@${write.handle(bareName(actor.name)) || 'someone'}${actor.userId === null ? ' via Slack' : ''}`;
    case 'monitor':
      return write.name(actor.name) || 'a monitor';
    case 'runbook':
      return `the runbook ${write.name(actor.name)}`;
    case 'clock':
      return 'OpsKnight';
  }
}

/** Who changed settings: as `actorWords`, or "root on the command line". */
export function authorWords(author: Author, write: NameWriter): string {
  if (author.kind === 'command_line') return `${write.name(author.user) || 'somebody'} on the command line`;
  return actorWords(author, write);
}

/** A name without the "@" that some people put before their own. */
export function bareName(name: string): string {
  return name.replace(/^[@\s]+/, '');
}

/** Why somebody can't be reached, to stand after their name and a comma. */
export const OBSTACLES: Record<Obstacle, string> = {
  no_account: 'who has no Slack account with that e-mail address',
  deactivated: 'whose Slack account is deactivated',
  guest: 'who is a guest in Slack',
  bot: 'which is an app',
  stranger: 'whose Slack account belongs to another organisation',
  ambiguous: 'whose e-mail address two Slack accounts have',
};

/** Why an incident can't be given to somebody, and what would help. */
export const ASSIGNEE_FLAWS: Record<AssigneeFlaw, string> = {
  guest: "guests can't work on incidents",
  stranger: 'that Slack account belongs to another organisation',
  bot: 'that is an app, and incidents need people',
  deactivated: 'that Slack account is deactivated',
  viewer: 'their role is viewer, which may only look',
  unmapped: 'no user in opsknight.yml has the e-mail address of that Slack account',
  no_account: 'Slack knows no such person in this workspace',
  ambiguous: 'several Slack accounts have that e-mail address',
  unsettled: "Slack hasn't told yet who that is; please try again in a moment",
  cannot_see: "it belongs to a private channel that they aren't in; invite them there first",
};

/** Why a person may not act, and what would help. On a web page there is no "Link me" to press. */
export function refusalWords(refusal: Refusal, place: 'slack' | 'page'): string {
  switch (refusal) {
    case 'guest':
      return "Guests can't work on incidents; please ask a full member of this workspace.";
    case 'stranger':
      return 'This OpsKnight belongs to another organisation; please ask somebody from there.';
    case 'bot':
      return 'Only people can work on incidents; apps and monitors use the HTTP API.';
    case 'deactivated':
      return "This Slack account is deactivated, so it can't work on incidents.";
    case 'viewer':
      return `You may look at incidents, but not change them; an admin can give you the role ${place === 'slack' ? '`responder`' : '“responder”'}.`;
    case 'unmapped':
      return place === 'slack'
        ? "I don't know you yet: no user in opsknight.yml has the e-mail address of your Slack account. Once an admin has added you, press *Link me*, and what you wanted is done."
        : 'OpsKnight doesn’t know you: no user in opsknight.yml has the e-mail address of your Slack account. An admin can add you.';
  }
}
