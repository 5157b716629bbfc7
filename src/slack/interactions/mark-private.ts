import type { InputBlock, ModalView } from '@slack/types';
import { type Incident, incidentKey } from '../../incidents/types.ts';
import { readPersonTarget } from '../../people/page-target.ts';
import { MARK_PRIVATE } from '../../words/privacy.ts';
import { label, section } from '../cards/blocks.ts';
import { inline } from '../cards/mrkdwn.ts';
import { actorName, personWord } from '../cards/names.ts';
import { notice } from '../cards/replies.ts';
import { tell } from './answers.ts';
import { choiceMenu } from './choice-menu.ts';
import { incidentForm } from './command.ts';
import type { Deps } from './deps.ts';
import { boldTitle, incidentModal } from './incident-modal.ts';
import type { Interaction } from './interaction.ts';
import { type FormRequest, INPUT, inputOf, onSubmission, openForIncident, readMetadata } from './modal.ts';

const VIEW = 'private_incident_modal';
const CHANNEL_BLOCK = 'private_channel';

/** Moves an incident to a private channel, for good. */
export const markPrivate: Interaction = {
  viewId: VIEW,
  listen(app, deps) {
    const { connectionId } = deps;
    onSubmission(
      app,
      deps,
      { viewId: VIEW, errorBlock: CHANNEL_BLOCK },
      (view) => {
        const channelId = inputOf(view, CHANNEL_BLOCK).selected_option?.value;
        if (typeof channelId !== 'string') return { errors: { [CHANNEL_BLOCK]: 'Choose a private channel.' } };
        const command = { type: 'mark_private', connectionId, channelId } as const;
        return { kind: 'command', number: readMetadata(view), command };
      },
      {
        async follow(answer, slackUserId, action) {
          if (action.kind !== 'command' || action.command.type !== 'mark_private') return;
          if (answer.kind !== 'commanded' || answer.outcome.kind !== 'done') return;
          const channel = await deps.channels.byId(action.command.channelId);
          const words = `🔒 ${incidentKey(action.number)} is private now. It goes on in *${inline(channel?.name ?? '', MAX_CHANNEL)}*.`;
          await tell(deps, { slackUserId, respond: undefined }, notice(words));
        },
      },
    );
  },
};

export async function askForPrivateChannel(deps: Deps, request: FormRequest, number: number): Promise<void> {
  const { connectionId, incidents } = deps;
  await openForIncident(
    deps,
    request,
    { kind: 'mark_private', number },
    async (incident) => {
      const home = await incidents.privateHome(number, connectionId);
      if (home?.channelId) return alreadyPrivateModal(incident);
      const channels = await deps.membership.sharedPrivateChannels(request.asker.slackUserId);
      return markPrivateModal(incident, { channels, called: await calledTo(deps, number) });
    },
    { evenResolved: true },
  );
}

/** Who was called to it, as their names read; they see it whatever becomes of it. */
async function calledTo({ deliveries, onCall }: Deps, number: number): Promise<string[]> {
  const { users } = await onCall.directory();
  const cards = await deliveries.cardsOf(number);
  const names = cards.flatMap(({ target }) => {
    const person = readPersonTarget(target);
    if (!person) return [];
    if ('slackUserId' in person) return [`<@${person.slackUserId}>`];
    return [personWord(users.find(({ email }) => email === person.email)?.name ?? person.email)];
  });
  return [...new Set(names)];
}

const MAX_CHANNEL = 100;
const MAX_NAMES = 10;

interface MarkPrivateContent {
  /** Private channels that both the person and the app are in. */
  channels: readonly { id: string; name: string }[];
  /** Who was called to it, as mrkdwn. */
  called: readonly string[];
}

const FRAME = { viewId: VIEW, title: (key: string) => `Mark ${key} private` };

/** Asks for the channel, and says beforehand what can't be undone. */
export function markPrivateModal(incident: Incident, { channels, called }: MarkPrivateContent): ModalView {
  const named = channels.map(({ id, name }) => ({ id, name: `🔒 ${name}` }));
  const menu = choiceMenu(named, undefined, 'Choose a private channel');
  if (!menu) return incidentModal(incident, { ...FRAME, submit: null, blocks: [section(NO_CHANNEL)] });
  const channel: InputBlock = {
    type: 'input',
    block_id: CHANNEL_BLOCK,
    label: label('Private channel'),
    hint: label('Those that both you and OpsKnight are in. Another one? Write /invite @OpsKnight there first.'),
    element: { ...menu.element, action_id: INPUT },
  };
  const blocks = [channel, section(consequences(incident, called))];
  return incidentModal(incident, { ...FRAME, submit: MARK_PRIVATE, blocks });
}

const NO_CHANNEL =
  'It would move to a private channel that both you and OpsKnight are in, and there is none. Write `/invite @OpsKnight` in the channel, then choose *Mark private…* again.';

function alreadyPrivateModal(incident: Incident): ModalView {
  const words = `${boldTitle(incident)} is private already: only the members of its channel see it, and whoever was called to it.`;
  return { ...incidentModal(incident, { ...FRAME, submit: null, blocks: [] }), blocks: [section(words)] };
}

function consequences({ state }: Incident, called: readonly string[]): string {
  const names = called.slice(0, MAX_NAMES).join(', ');
  const more = called.length > MAX_NAMES ? ` and ${called.length - MAX_NAMES} more` : '';
  const owner = state.status === 'ACKNOWLEDGED' && state.by.kind === 'person' ? actorName(state.by) : null;
  return [
    '*It can’t be made public again.* From now on only the members of that channel see it, in Slack and in OpsKnight.',
    '• Elsewhere a line without its title stays. What OpsKnight has said in its threads is deleted; what people have written there stays.',
    called.length > 0
      ? `• Called to it already, and they keep seeing it: ${names}${more}.`
      : '• Nobody was called to it by direct message so far.',
    '• Its escalation policy still pages people. Whoever is paged sees it.',
    ...(owner
      ? [`• ${owner} has it. If they see it no longer in that channel, it is open again, and they are told.`]
      : []),
  ].join('\n');
}

export const markPrivateCommand = incidentForm({
  name: 'private',
  help: 'move an incident to a private channel; it can’t be made public again',
  open: askForPrivateChannel,
});
