import type { App, BlockAction, ButtonAction } from '@slack/bolt';
import type { SlackMessage } from '../../../courier/message.ts';
import type { CoverRequest } from '../../../oncall/store.ts';
import { readIncidentValue } from '../../ui/action-values.ts';
import { actorName } from '../../ui/actor.ts';
import { ACTION } from '../../ui/ids.ts';
import { alreadyCovered, coveredBy, coverIsOver, youCantBeOnCall, youCover } from '../../ui/oncall-replies.ts';
import { type Asker, tell } from '../answers.ts';
import { asker } from '../interaction.ts';
import { actorFor } from '../on-call-person.ts';
import type { Parts } from '../parts.ts';

/** A colleague says yes to "cover me". The first one wins; the question gives way to what came of it. */
export function register(app: App, parts: Parts): void {
  app.action<BlockAction<ButtonAction>>(
    { type: 'block_actions', action_id: ACTION.acceptCover },
    async ({ ack, action, body, respond }) => {
      const id = readIncidentValue(action.value);
      const request = id === null ? null : await parts.onCall.coverRequest(id);
      const answer = request ? await accept(parts, asker({ body, respond, ack }), request) : null;
      await ack();
      if (answer) await respond({ ...answer, replace_original: true });
    },
  );
}

/** @returns what takes the place of the question; null when it stands, and the person was told why. */
async function accept(parts: Parts, who: Asker, request: CoverRequest): Promise<SlackMessage | null> {
  const actor = await actorFor(parts, who);
  if (!actor) return null;
  const { userId } = actor;
  if (userId === null) {
    await tell(parts, who, youCantBeOnCall());
    return null;
  }
  if (request.to <= parts.clock.now()) return coverIsOver();
  const isFirst = await parts.onCall.acceptCover(request.id, userId, actor);
  if (!isFirst) {
    const taken = await parts.onCall.coverRequest(request.id);
    return taken?.acceptedBy ? alreadyCovered(actorName(taken.acceptedBy)) : null;
  }
  parts.onCallChanged();
  const { askedBy } = request;
  await tell(parts, { slackUserId: askedBy.slackUserId, respond: undefined }, coveredBy(actorName(actor), request));
  return youCover(askedBy.name, request);
}
