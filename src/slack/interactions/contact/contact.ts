import type { Button, ModalView } from '@slack/types';
import type { Owner, OwnReach } from '../../../notifications/contacts/personal-store.ts';
import type { ShownMethod } from '../../../people/contact.ts';
import { button } from '../../cards/blocks.ts';
import { type Asker, tell } from '../answers.ts';
import type { Subcommand } from '../command.ts';
import type { Deps } from '../deps.ts';
import { askerOf, type ControlRequest, type Interaction, onButton } from '../interaction.ts';
import { openModal } from '../modal.ts';
import { refused } from '../refusal.ts';
import { addModal, codeModal, quietModal, timeModal } from './forms.ts';
import { methodOf, ownerOf } from './owner.ts';
import {
  ADD,
  CHANGE_TIME,
  currentPanel,
  ENTER_CODE,
  QUIET_HOURS,
  REMOVE,
  redrawPanel,
  SEND_CODE,
  TEST,
} from './panel.ts';
import { GONE, methodWords, TOO_MANY } from './words.ts';

const OPEN = 'how_you_are_paged';

/** How somebody is paged besides Slack: seen and set by themselves, from the Home tab or by `/opsknight contact`. */
export const contact: Interaction = {
  actionIds: [OPEN, ADD, ENTER_CODE, SEND_CODE, CHANGE_TIME, TEST, REMOVE, QUIET_HOURS],
  listen(app, deps) {
    onButton(app, OPEN, async (request) => {
      await request.ack();
      await openPanel(deps, askerOf(request), request.body.trigger_id);
    });
    onButton(app, ADD, (request) => onTop(deps, request, () => addModal(deps.personalContacts.kinds)));
    onButton(app, QUIET_HOURS, (request) =>
      onTop(deps, request, ({ quietHours, timezone }) => quietModal(quietHours, timezone)),
    );
    onButton(app, ENTER_CODE, (request, key) => onTop(deps, request, (reach) => about(reach, key, codeModal)));
    onButton(app, CHANGE_TIME, (request, key) => onTop(deps, request, (reach) => about(reach, key, timeModal)));
    onButton(app, SEND_CODE, (request, key) => inPanel(deps, request, key, sendCode));
    onButton(app, TEST, (request, key) => inPanel(deps, request, key, sendTest));
    onButton(app, REMOVE, (request, key) => inPanel(deps, request, key, remove));
  },
};

export const contactCommand: Subcommand = {
  name: 'contact',
  usage: 'contact',
  help: 'how you are paged besides Slack: mail, ntfy, phone, when, and your quiet hours',
  run: (deps, { asker, triggerId }) => openPanel(deps, asker, triggerId),
};

export function contactButton(): Button {
  return button(OPEN, 'How you are paged', 'home');
}

async function openPanel(deps: Deps, asker: Asker, triggerId: string): Promise<void> {
  const owner = await ownerOf(deps, asker.slackUserId);
  if (!owner) return tell(deps, asker, refused('unmapped'));
  await openModal(deps, { asker, triggerId }, await currentPanel(deps, owner.userId, null));
}

function about(reach: OwnReach, key: string | undefined, form: (method: ShownMethod) => ModalView): ModalView | null {
  const method = methodOf(reach, key);
  return method && form(method);
}

/** Opens a form on the panel; what it is about may be gone. */
async function onTop(deps: Deps, request: ControlRequest, draw: (reach: OwnReach) => ModalView | null): Promise<void> {
  await request.ack();
  const asker = askerOf(request);
  const owner = await ownerOf(deps, asker.slackUserId);
  if (!owner) return tell(deps, asker, refused('unmapped'));
  const view = draw(await deps.personalContacts.of(owner.userId));
  if (view) return openModal(deps, { asker, triggerId: request.body.trigger_id, onTop: true }, view);
  if (request.body.view) await redrawPanel(deps, request.body.view.id, owner, GONE);
}

type Act = (deps: Deps, method: ShownMethod, by: Owner, requestKey: string) => Promise<string>;

/** Does something, and says in the panel what came of it. */
async function inPanel(deps: Deps, request: ControlRequest, key: string | undefined, act: Act): Promise<void> {
  const { body } = request;
  const asker = askerOf(request);
  const owner = await ownerOf(deps, asker.slackUserId);
  if (!owner) {
    await request.ack();
    return tell(deps, asker, refused('unmapped'));
  }
  const method = methodOf(await deps.personalContacts.of(owner.userId), key);
  const said = method ? await act(deps, method, owner, body.trigger_id) : GONE;
  await request.ack();
  if (body.view) await redrawPanel(deps, body.view.id, owner, said);
}

const sendCode: Act = async ({ personalContacts }, method, by, requestKey) => {
  switch (await personalContacts.add(method, by, requestKey)) {
    case 'sent':
      return `📨 Another code is on its way by ${methodWords(method)}. The one before no longer works.`;
    case 'there':
      return `It needs no code: you are paged by ${methodWords(method)} already.`;
    case 'full':
    case 'too_many':
      return TOO_MANY;
  }
};

const sendTest: Act = async ({ personalContacts }, method, by, requestKey) => {
  switch (await personalContacts.test(method, by, requestKey)) {
    case 'sent':
      return `📨 A test is on its way by ${methodWords(method)}. If it can’t be sent, I tell you in a direct message.`;
    case 'too_many':
      return TOO_MANY;
    case 'gone':
      return GONE;
  }
};

const remove: Act = async ({ personalContacts }, method, by) => {
  switch (await personalContacts.remove(method, by)) {
    case 'removed':
      return `✅ You are not paged by ${methodWords(method)} any more.`;
    case 'gone':
      return GONE;
    case 'only_way':
      return 'Nothing was changed: Slack can’t reach you as the user of opsknight.yml that you are, so this is your only way. Add another one first.';
  }
};
