import type { BlockAction, ViewOutput } from '@slack/bolt';
import { Turns } from '../../../lib/turns.ts';
import { toSlackFailure } from '../../api/failures.ts';
import { button } from '../../cards/blocks.ts';
import { type Asker, tell } from '../answers.ts';
import type { Subcommand } from '../command.ts';
import type { Deps } from '../deps.ts';
import { askerOf, type Interaction, onButton } from '../interaction.ts';
import { formRefused, formRequestOf, INPUT, onSubmission, openModal } from '../modal.ts';
import { answerOrigin } from './answer-origin.ts';
import {
  CREATE_VIEW,
  createModal,
  type MessageOrigin,
  NOTHING_PICKED,
  PICKED_BLOCKS,
  readCreateModal,
  readPicked,
  TITLE_BLOCK,
  withEffects,
} from './modal.ts';
import { previewOf } from './preview.ts';
import { whereItIs } from './where.ts';

/** The Home tab's button, and the shortcut. */
const ACTION = 'create_incident';

/** Opens an incident by hand: the shortcut, the command and the Home tab's button open the same modal. */
export const create: Interaction = {
  actionIds: [ACTION],
  viewId: CREATE_VIEW,
  listen(app, deps) {
    onButton(app, ACTION, async (request) => {
      await request.ack();
      const { triggerId, fromHome } = formRequestOf(request);
      await askForIncident(deps, askerOf(request), { triggerId, title: '', fromHome });
    });
    app.shortcut(ACTION, async ({ ack, shortcut }) => {
      await ack();
      const asker = { slackUserId: shortcut.user.id, respond: undefined };
      await askForIncident(deps, asker, { triggerId: shortcut.trigger_id, title: '' });
    });
    const inTurn = new Turns();
    const isPicked = { type: 'block_actions', action_id: INPUT, block_id: PICKED_BLOCKS } as const;
    app.action<BlockAction>(isPicked, async ({ ack, body }) => {
      await ack();
      const { view, user } = body;
      if (view?.callback_id === CREATE_VIEW) await inTurn.run(view.id, () => followPicks(deps, user.id, view));
    });
    onSubmission(
      app,
      deps,
      { viewId: CREATE_VIEW, errorBlock: TITLE_BLOCK },
      (view) => {
        const form = readCreateModal(view);
        return 'errors' in form ? form : { kind: 'create', form };
      },
      {
        words: (answer, slackUserId) => whereItIs(deps, slackUserId, answer),
        async follow(answer, slackUserId, action) {
          const origin = action.kind === 'create' ? action.form.origin : undefined;
          if (origin) await answerOrigin(deps, slackUserId, origin, answer);
        },
      },
    );
  },
};

export const createCommand: Subcommand = {
  name: 'create',
  usage: 'create [title]',
  help: 'open an incident by hand',
  async run(deps, { asker, triggerId, rest }) {
    await askForIncident(deps, asker, { triggerId, title: rest });
  },
};

export function createButton() {
  return button(ACTION, 'Create incident', 'home');
}

/** The form says what comes of what is picked. Somebody may have closed it meanwhile. */
async function followPicks(deps: Deps, slackUserId: string, view: ViewOutput): Promise<void> {
  const effects = await previewOf(deps, slackUserId, readPicked(view));
  const { id, private_metadata, title, submit, close } = view;
  const shown = {
    type: 'modal',
    callback_id: CREATE_VIEW,
    private_metadata,
    title,
    ...(submit && { submit }),
    ...(close && { close }),
    blocks: withEffects(view.blocks, effects),
  } as const;
  try {
    await deps.interactive.views.update({ view_id: id, view: shown });
  } catch (error) {
    if (toSlackFailure(error).code !== 'not_found') throw error;
  }
}

interface IncidentFormRequest {
  triggerId: string;
  /** What was typed after `/opsknight create`. */
  title: string;
  description?: string;
  fromHome?: boolean;
  origin?: MessageOrigin;
  isPrivate?: boolean;
}

/** Opens the modal for a new incident. */
export async function askForIncident(
  deps: Deps,
  asker: Asker,
  { triggerId, title, fromHome = false, ...rest }: IncidentFormRequest,
): Promise<void> {
  const refusal = await formRefused(deps, asker.slackUserId, { kind: 'create', title });
  if (refusal) return tell(deps, asker, refusal);
  const services = await deps.servicesFor(asker.slackUserId);
  const effects = await previewOf(deps, asker.slackUserId, NOTHING_PICKED);
  await openModal(deps, { asker, triggerId, fromHome }, createModal({ services, title, effects, ...rest }));
}
