import type { MessageShortcut } from '@slack/bolt';
import type { ModalView } from '@slack/types';
import { z } from 'zod';
import type { TimelineMessage } from '../../incidents/messages.ts';
import { incidentKey, LIVE_STATUSES } from '../../incidents/types.ts';
import { soon } from '../api/patience.ts';
import { label, section } from '../cards/blocks.ts';
import { cut, link, mrkdwn } from '../cards/mrkdwn.ts';
import { notice } from '../cards/replies.ts';
import { readWritten, threadOf } from '../timeline/writings.ts';
import { type Asker, carryOut, tell } from './answers.ts';
import type { Deps } from './deps.ts';
import { incidentPicker, offerIncidents, readPicked } from './incident-picker.ts';
import { type Interaction, visibleIncident } from './interaction.ts';
import { formRefused, onSubmission, openModal } from './modal.ts';

const SHORTCUT = 'add_to_timeline';
const VIEW = 'add_to_timeline_modal';
const INCIDENT_BLOCK = 'timeline_incident';
/** Slack keeps 3,000 characters of what a modal remembers (https://docs.slack.dev/reference/views/modal-views). */
const MAX_METADATA = 3_000;
const MAX_QUOTED = 500;
const TOLD_ELSEWHERE =
  '🔒 This message is from a private conversation. Everybody who may see the incident will read it in its timeline.';

/** In the menu of a message: what it says goes into a timeline, that of its thread's incident or one that is chosen. */
export const addToTimeline: Interaction = {
  viewId: VIEW,
  listen(app, deps) {
    app.shortcut<MessageShortcut>(
      { type: 'message_action', callback_id: SHORTCUT },
      async ({ ack, shortcut, respond }) => {
        const asker = { slackUserId: shortcut.user.id, respond };
        await add(deps, asker, shortcut, () => ack());
      },
    );
    offerIncidents(app, deps, INCIDENT_BLOCK, [...LIVE_STATUSES, 'RESOLVED'], null);
    onSubmission(
      app,
      deps,
      { viewId: VIEW, errorBlock: INCIDENT_BLOCK },
      (view) => {
        const number = readPicked(view, INCIDENT_BLOCK);
        if (number === null) return { errors: { [INCIDENT_BLOCK]: 'Choose the incident that it belongs to.' } };
        const message = remembered.parse(JSON.parse(view.private_metadata));
        return { kind: 'command', number, command: { type: 'add_message', message } };
      },
      {
        words: async (answer) =>
          answer.kind === 'commanded' && answer.outcome.kind === 'done' ? added(deps, answer.number) : null,
      },
    );
  },
};

async function add(deps: Deps, asker: Asker, shortcut: MessageShortcut, ack: () => Promise<void>): Promise<void> {
  const written = readWritten(shortcut.message);
  const isOurs = written?.user !== undefined && written.user === deps.botUserId();
  if (!written || isOurs) {
    await ack();
    return tell(deps, asker, notice('What I say is in the timeline already. Choose a message of somebody else.'));
  }
  const channelId = shortcut.channel.id;
  const message = { ...(await soon(deps.writings.read(channelId, written))), way: 'choice' as const };
  const { connectionId } = deps;
  const number = await deps.timelineMessages.incidentAt({ connectionId, channelId, threadTs: threadOf(written) });
  if (number !== null && (await visibleIncident(deps, asker.slackUserId, number))) {
    const action = { kind: 'command', number, command: { type: 'add_message', message } } as const;
    await carryOut(deps, { requestKey: shortcut.trigger_id, asker, action, ack }, added(deps, number));
    return;
  }
  await ack();
  const refusal = await formRefused(deps, asker.slackUserId, null);
  if (refusal) return tell(deps, asker, refusal);
  const isPrivate = (await deps.channels.byId(channelId))?.isPrivate ?? true;
  await openModal(deps, { asker, triggerId: shortcut.trigger_id }, timelineModal(message, isPrivate));
}

function added(deps: Deps, number: number) {
  return notice(`📌 The message is in the timeline of ${link(deps.views.pageUrl(number), incidentKey(number))}.`);
}

const remembered = z.object({
  ref: z.object({ connectionId: z.number(), channelId: z.string(), ts: z.string() }),
  author: z.discriminatedUnion('kind', [
    z.object({
      kind: z.literal('person'),
      connectionId: z.number(),
      slackUserId: z.string(),
      name: z.string(),
      userId: z.number().nullable(),
    }),
    z.object({ kind: z.literal('monitor'), name: z.string() }),
    z.object({ kind: z.literal('clock') }),
  ]),
  text: z.string(),
  writtenAt: z.number(),
  editedTs: z.string().nullable(),
  way: z.literal('choice'),
});

export function timelineModal(message: TimelineMessage, isPrivate: boolean): ModalView {
  return {
    type: 'modal',
    callback_id: VIEW,
    private_metadata: fitting(message),
    title: label('Add to timeline'),
    submit: label('Add'),
    close: label('Cancel'),
    blocks: [
      section(`> ${mrkdwn(cut(message.text, MAX_QUOTED)).replaceAll('\n', '\n> ')}`),
      ...(isPrivate ? [section(TOLD_ELSEWHERE)] : []),
      incidentPicker({
        blockId: INCIDENT_BLOCK,
        label: 'Incident',
        hint: 'The message stands in its timeline as its author’s, with its time.',
      }),
    ],
  };
}

/** What the modal remembers of the message: as much of its text as Slack keeps. */
function fitting(message: TimelineMessage): string {
  for (let limit = message.text.length; ; limit = Math.floor(limit * 0.8)) {
    const json = JSON.stringify({ ...message, text: cut(message.text, limit) });
    if (json.length <= MAX_METADATA || limit === 0) return json;
  }
}
