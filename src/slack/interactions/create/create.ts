import { button } from '../../cards/blocks.ts';
import { type Asker, tell } from '../answers.ts';
import type { Subcommand } from '../command.ts';
import type { Deps } from '../deps.ts';
import { askerOf, type Interaction, onButton } from '../interaction.ts';
import { formRefused, onSubmission, openModal } from '../modal.ts';
import { answerOrigin } from './answer-origin.ts';
import { CREATE_VIEW, createModal, type MessageOrigin, readCreateModal, TITLE_BLOCK } from './modal.ts';

/** The Home tab's button, and the shortcut. */
const ACTION = 'create_incident';

/** Opens an incident by hand: the shortcut, the command and the Home tab's button open the same modal. */
export const create: Interaction = {
  actionIds: [ACTION],
  viewId: CREATE_VIEW,
  listen(app, deps) {
    onButton(app, ACTION, async (request) => {
      await request.ack();
      await askForIncident(deps, askerOf(request), { triggerId: request.body.trigger_id, title: '' });
    });
    app.shortcut(ACTION, async ({ ack, shortcut }) => {
      await ack();
      const asker = { slackUserId: shortcut.user.id, respond: undefined };
      await askForIncident(deps, asker, { triggerId: shortcut.trigger_id, title: '' });
    });
    onSubmission(
      app,
      deps,
      { viewId: CREATE_VIEW, errorBlock: TITLE_BLOCK },
      (view) => {
        const form = readCreateModal(view);
        return 'errors' in form ? form : { kind: 'create', form };
      },
      async (answer, slackUserId, action) => {
        const origin = action.kind === 'create' ? action.form.origin : undefined;
        if (origin) await answerOrigin(deps, slackUserId, origin, answer);
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

interface IncidentFormRequest {
  triggerId: string;
  /** What was typed after `/opsknight create`. */
  title: string;
  description?: string;
  origin?: MessageOrigin;
  isPrivate?: boolean;
}

/** Opens the modal for a new incident. */
export async function askForIncident(
  deps: Deps,
  asker: Asker,
  { triggerId, title, ...rest }: IncidentFormRequest,
): Promise<void> {
  const refusal = await formRefused(deps, asker.slackUserId, { kind: 'create', title });
  if (refusal) return tell(deps, asker, refusal);
  const services = await deps.settings.services();
  await openModal(deps, { asker, triggerId }, createModal({ services, title, ...rest }));
}
