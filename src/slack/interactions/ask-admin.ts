import { z } from 'zod';
import type { SlackMessage } from '../../notifications/message.ts';
import type { AdminNotice } from '../../notifications/types.ts';
import { soon } from '../api/patience.ts';
import { actions, button, message } from '../cards/blocks.ts';
import { inline, mrkdwn } from '../cards/mrkdwn.ts';
import { notice } from '../cards/replies.ts';
import { addFromSlack } from './admin/add-from-slack.ts';
import { adminOf } from './admin/who.ts';
import { type Asker, tell } from './answers.ts';
import type { Deps } from './deps.ts';
import { askerOf, type Interaction, onButton } from './interaction.ts';

const ASK = 'ask_admin';
const ADD = 'add_person';
const ONLY_ADMINS = 'Only an admin of OpsKnight can add people. Nobody was added.';
const MAX_NAME = 80;

/** Behind "Link me": whoever is still unknown asks the admins, who add them by a button. */
export const askAdmin: Interaction = {
  actionIds: [ASK, ADD],
  listen(app, deps) {
    onButton(app, ASK, async (request) => {
      await request.ack();
      const asker = askerOf(request);
      await tell(deps, asker, notice(await ask(deps, asker.slackUserId)));
    });
    onButton(app, ADD, async (request, value) => {
      await request.ack();
      const asker = askerOf(request);
      await tell(deps, asker, notice(await add(deps, asker, value)));
    });
  },
};

/** For whoever "Link me" has not helped; settings are changed in the organisation's own workspace alone. */
export function askAdminButton({ connectionId, primaryId }: Pick<Deps, 'connectionId' | 'primaryId'>) {
  return connectionId === primaryId ? [actions(button(ASK, 'Ask an admin', 'me'))] : [];
}

async function ask(deps: Deps, slackUserId: string): Promise<string> {
  const { connectionId, primaryId, people, linkRequests, clock, onOwed } = deps;
  const { identity, user } = await soon(people.lookUp(slackUserId));
  if (user) return `You are ${mrkdwn(user.name)} in OpsKnight already.`;
  if (identity.email === null || connectionId !== primaryId) return 'Please ask your OpsKnight admin in person.';
  const person = { slackUserId, name: identity.displayName, email: identity.email };
  const asked = await linkRequests.ask(connectionId, person, clock.now());
  switch (asked) {
    case 'asked':
      onOwed();
      return 'The admins of OpsKnight are asked to add you. You are told when one has; then press *Link me* again.';
    case 'asked_before':
      return 'The admins of OpsKnight were asked today already. You are told when one has added you.';
    case 'nobody':
      return 'There is no admin of OpsKnight in this workspace. Ask whoever runs it to add you to opsknight.yml.';
  }
}

/** What an admin was shown: nobody else is added, and not by another address than that. */
const shownPerson = z.object({ id: z.string(), email: z.string() });

async function add(deps: Deps, { slackUserId }: Asker, value: string | undefined): Promise<string> {
  const admin = await adminOf(deps, slackUserId);
  if (!admin) return ONLY_ADMINS;
  const shown = readShown(value);
  if (!shown) return 'That is not understood. Nobody was added.';
  const added = await addFromSlack(admin, { slackUserId: shown.id, role: 'responder', email: shown.email });
  return 'refusal' in added ? `Nobody was added. ${added.refusal}` : added.done;
}

function readShown(value = ''): z.infer<typeof shownPerson> | null {
  try {
    return shownPerson.parse(JSON.parse(value));
  } catch {
    return null;
  }
}

/** What the admins are told. */
export function linkAsked({ slackUserId, name, email }: Extract<AdminNotice, { kind: 'link_asked' }>): SlackMessage {
  return message(
    `🙋 ${inline(name, MAX_NAME)} (${mrkdwn(email)}) wants to work on incidents, and no active user has that address.\nYou don't know them? Then do nothing: they can't work on incidents.`,
    actions(button(ADD, 'Add as responder', JSON.stringify({ id: slackUserId, email }))),
  );
}
