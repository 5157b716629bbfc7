import { type Actor, type Incident, incidentKey } from '../../incidents/types.ts';
import type { Refusal } from '../../people/permissions.ts';
import type { Person } from '../../people/types.ts';
import { oneLine } from '../../slack/ui/escape.ts';
import { fitting, ROOM } from './room.ts';

/** Who did it, as the cards in Slack name them: "@jane", "@jane via Slack", a monitor by its name. */
export function actorName(actor: Actor): string {
  switch (actor.kind) {
    case 'person':
      return `@${actor.name.replace(/^[@\s]+/, '') || 'someone'}${actor.userId === null ? ' via Slack' : ''}`;
    case 'monitor':
      return actor.name.trim() || 'a monitor';
    case 'clock':
      return 'OpsKnight';
  }
}

/** "@jane": a Slack account, by the name it gives itself. */
export function nameOf({ identity }: Person): string {
  return `@${oneLine(identity.displayName) || 'someone'}`;
}

/** "INC-42: Database Connection Timeout" */
export function keyAndTitle({ number, title }: Incident): string {
  return `${incidentKey(number)}: ${fitting(title, ROOM.title) || 'Untitled'}`;
}

/** Why a person may look, but not act. */
export const REFUSALS: Record<Refusal, string> = {
  guest: "Guests can't work on incidents; please ask a full member of the workspace.",
  stranger: 'This OpsKnight belongs to another organisation; please ask somebody from there.',
  bot: 'Only people can work on incidents.',
  deactivated: "This Slack account is deactivated, so it can't work on incidents.",
  viewer: 'You may look at incidents, but not change them; an admin can give you the role “responder”.',
  unmapped:
    'OpsKnight doesn’t know you: no user in opsknight.yml has the e-mail address of your Slack account. An admin can add you.',
};
