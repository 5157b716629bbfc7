import type { App, ViewSubmitAction } from '@slack/bolt';
import type { Owner } from '../../../notifications/contacts/personal-store.ts';
import { CONTACT_KINDS, type ShownMethod } from '../../../people/contact.ts';
import { timeOfDay } from '../../../settings/schema/values.ts';
import { asTyped, cut, withoutEntities } from '../../cards/mrkdwn.ts';
import type { Deps } from '../deps.ts';
import type { Interaction } from '../interaction.ts';
import { inputOf, type SubmittedView, textOf } from '../modal.ts';
import {
  ADD_VIEW,
  ADDRESS_BLOCK,
  AFTER_BLOCK,
  CODE_BLOCK,
  CODE_VIEW,
  codeModal,
  FROM_BLOCK,
  KIND_BLOCK,
  QUIET_VIEW,
  readAfter,
  TIME_VIEW,
  TO_BLOCK,
} from './forms.ts';
import { methodOf, ownerOf, readMethod } from './owner.ts';
import { redrawPanel } from './panel.ts';
import { GONE, methodWords, NOT_KNOWN, TOO_MANY, timeWords } from './words.ts';

const MAX_ERROR = 2_000;

type Outcome =
  | { errors: Record<string, string> }
  /** What the panel says then, in mrkdwn. */
  | { said: string | null }
  /** The code is asked for next. */
  | { codeFor: ShownMethod };

interface Form {
  viewId: string;
  /** Beside which is said what is about no field. */
  field: string;
  submit(deps: Deps, by: Owner, view: SubmittedView, requestKey: string): Promise<Outcome>;
}

const add: Form = {
  viewId: ADD_VIEW,
  field: ADDRESS_BLOCK,
  async submit({ personalContacts }, by, view, requestKey) {
    const kind = CONTACT_KINDS.find((one) => one === inputOf(view, KIND_BLOCK).selected_option?.value);
    if (!kind) return { errors: { [KIND_BLOCK]: 'Choose a method.' } };
    const after = readAfter(view);
    if (typeof after !== 'number') return after;
    const read = await personalContacts.readAddress(kind, textOf(view, ADDRESS_BLOCK) ?? '');
    if ('problem' in read) return { errors: { [ADDRESS_BLOCK]: read.problem } };
    const method = { kind, address: read.address, after };
    switch (await personalContacts.add(method, by, requestKey)) {
      case 'sent':
        return { codeFor: { ...method, isOfFile: false, isVerified: false } };
      case 'there':
        return { errors: { [ADDRESS_BLOCK]: 'You are paged by this already.' } };
      case 'full':
        return { errors: { [ADDRESS_BLOCK]: 'You have ten methods, and no more are taken. Remove one first.' } };
      case 'too_many':
        return { errors: { [ADDRESS_BLOCK]: TOO_MANY } };
    }
  },
};

const code: Form = {
  viewId: CODE_VIEW,
  field: CODE_BLOCK,
  async submit({ personalContacts }, by, view) {
    const method = methodOf(await personalContacts.of(by.userId), readMethod(view) ?? undefined);
    if (!method) return { errors: { [CODE_BLOCK]: GONE } };
    const entered = await personalContacts.enter(method, textOf(view, CODE_BLOCK) ?? '', by);
    switch (entered.kind) {
      case 'right':
      case 'there':
        return { said: `✅ From now on you are paged by ${methodWords(method)}: ${timeWords(method)}.` };
      case 'wrong':
        return {
          errors: {
            [CODE_BLOCK]: entered.left > 0 ? `That is not the code. You have ${entered.left} more tries.` : OVER,
          },
        };
      case 'over':
        return { errors: { [CODE_BLOCK]: OVER } };
      case 'gone':
        return { errors: { [CODE_BLOCK]: GONE } };
    }
  },
};

const OVER =
  'This code no longer works: it is too old, or was entered wrongly too often. Close this form and press “Send another code”.';

const time: Form = {
  viewId: TIME_VIEW,
  field: AFTER_BLOCK,
  async submit({ personalContacts }, by, view) {
    const after = readAfter(view);
    if (typeof after !== 'number') return after;
    const method = methodOf(await personalContacts.of(by.userId), readMethod(view) ?? undefined);
    const isDone = method !== null && (await personalContacts.setAfter({ ...method, after }, by));
    if (!method || !isDone) return { errors: { [AFTER_BLOCK]: GONE } };
    return { said: `✅ ${methodWords(method)}: ${timeWords({ after })}, from the next page on.` };
  },
};

const quiet: Form = {
  viewId: QUIET_VIEW,
  field: FROM_BLOCK,
  async submit({ personalContacts }, by, view) {
    const [from, to] = [textOf(view, FROM_BLOCK), textOf(view, TO_BLOCK)];
    if (from === null && to === null) {
      await personalContacts.setQuietHours(null, by);
      return { said: '✅ You have no quiet hours of your own now.' };
    }
    const read = { [FROM_BLOCK]: timeOfDay.safeParse(from ?? ''), [TO_BLOCK]: timeOfDay.safeParse(to ?? '') };
    const wrong = Object.entries(read).filter(([, { success }]) => !success);
    if (wrong.length > 0) {
      return { errors: Object.fromEntries(wrong.map(([block]) => [block, 'Write a time of day such as 22:00.'])) };
    }
    if (from === null || to === null || from === to) return { errors: { [TO_BLOCK]: 'It must be another time.' } };
    await personalContacts.setQuietHours({ from, to }, by);
    return { said: '✅ Your quiet hours are set.' };
  },
};

/** The forms that lie on the panel. */
export const contactForms: readonly Interaction[] = [add, code, time, quiet].map((form) => ({
  viewId: form.viewId,
  listen: (app, deps) => listenTo(app, deps, form),
}));

function listenTo(app: App, deps: Deps, form: Form): void {
  app.view<ViewSubmitAction>({ type: 'view_submission', callback_id: form.viewId }, async ({ ack, body, view }) => {
    const by = await ownerOf(deps, body.user.id);
    const outcome: Outcome = by
      ? await form.submit(deps, by, view, body.view.id)
      : { errors: { [form.field]: NOT_KNOWN } };
    if ('errors' in outcome) {
      const errors = Object.entries(outcome.errors).map(([block, words]) => [block, spoken(words)]);
      return ack({ response_action: 'errors', errors: Object.fromEntries(errors) });
    }
    await ('codeFor' in outcome ? ack({ response_action: 'update', view: codeModal(outcome.codeFor) }) : ack());
    const panel = body.view.previous_view_id;
    if (by && panel) await redrawPanel(deps, panel, by, 'said' in outcome ? outcome.said : null);
  });
}

/** Slack shows no markup beside a field. */
function spoken(words: string): string {
  return cut(asTyped(withoutEntities(words)), MAX_ERROR);
}
