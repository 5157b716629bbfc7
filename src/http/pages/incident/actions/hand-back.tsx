import { REOPEN_LABELS } from '../../../../words/incident.ts';
import { ActionForm } from '../../forms.tsx';
import { type PageAction, pathOf } from './action.ts';
import { Foldable } from './fields.tsx';

/** Unfolding it is the question whether they mean it. */
export const handBack: PageAction = {
  name: 'hand_back',
  form: (content) =>
    content.incident.state.status === 'ACKNOWLEDGED' ? (
      <Foldable id="hand-back" label={REOPEN_LABELS.ACKNOWLEDGED}>
        <ActionForm action={pathOf(content, 'hand_back')} visitor={content.visitor}>
          <p class="hint">
            It becomes open again, nobody has it then, and its escalation starts from the first step. If another one
            loses it by that, they are told.
          </p>
          <button type="submit">{REOPEN_LABELS.ACKNOWLEDGED}</button>
        </ActionForm>
      </Foldable>
    ) : null,
  command: () => ({ type: 'hand_back' }),
};
