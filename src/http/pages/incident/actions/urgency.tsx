import { isOver } from '../../../../incidents/types.ts';
import { URGENCIES } from '../../../../oncall/urgency.ts';
import { urgencyLabel } from '../../../../words/incident.ts';
import { ActionForm, fieldOf } from '../../forms.tsx';
import { type PageAction, pathOf } from './action.ts';
import { Foldable } from './fields.tsx';

export const urgency: PageAction = {
  name: 'urgency',
  form: (content) =>
    isOver(content.incident.state) ? null : (
      <Foldable id="urgency" label="Change urgency">
        <ActionForm action={pathOf(content, 'urgency')} visitor={content.visitor}>
          <fieldset class="choices" aria-describedby="urgency-hint">
            <legend>Urgency</legend>
            {URGENCIES.filter((one) => one !== content.incident.urgency).map((one) => (
              <button type="submit" name="urgency" value={one}>
                {urgencyLabel(one)}
              </button>
            ))}
          </fieldset>
          <p id="urgency-hint" class="hint">
            This can change who is paged, what is due and which channel shows it. HIGH ends a snooze.
          </p>
        </ActionForm>
      </Foldable>
    ),
  command(form) {
    const chosen = URGENCIES.find((one) => one === fieldOf(form, 'urgency'));
    return chosen ? { type: 'set_urgency', urgency: chosen } : { problem: 'Choose how urgent it is.' };
  },
};
