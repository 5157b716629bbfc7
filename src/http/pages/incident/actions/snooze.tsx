import { MAX_SNOOZE, MIN_SNOOZE } from '../../../../incidents/decide.ts';
import { isOver } from '../../../../incidents/types.ts';
import { SNOOZE_CHOICES } from '../../../../words/incident.ts';
import { ActionForm, fieldOf } from '../../forms.tsx';
import { readFieldValue } from '../../time.tsx';
import type { IncidentContent } from '../content.ts';
import { type PageAction, pathOf } from './action.ts';
import { Foldable, TimeField } from './fields.tsx';

/** One of the fixed times, or until a time in the person's zone. */
export const snooze: PageAction = {
  name: 'snooze',
  form: (content) => (isOver(content.incident.state) ? null : <Snooze {...content} />),
  command(form, { zone, now }) {
    const choice = SNOOZE_CHOICES.find(({ key }) => key === fieldOf(form, 'for'));
    if (choice) return { type: 'snooze', until: now + choice.ms };
    const until = readFieldValue(fieldOf(form, 'until'), zone);
    return until === null ? { problem: 'Pick a date and a time to snooze until.' } : { type: 'snooze', until };
  },
};

function Snooze(content: IncidentContent) {
  const { visitor, frame } = content;
  const action = pathOf(content, 'snooze');
  return (
    <Foldable id="snooze" label="Snooze">
      <ActionForm action={action} visitor={visitor}>
        <fieldset class="choices">
          <legend>Snooze for</legend>
          {SNOOZE_CHOICES.map(({ key, label }) => (
            <button type="submit" name="for" value={key}>
              {label}
            </button>
          ))}
        </fieldset>
      </ActionForm>
      <ActionForm action={action} visitor={visitor}>
        <label for="snooze-until">Or until</label>
        <div class="row">
          <TimeField
            id="snooze-until"
            name="until"
            required
            from={frame.now + MIN_SNOOZE}
            until={frame.now + MAX_SNOOZE}
            zone={frame.zone}
            hint="snooze-hint"
          />
          <button type="submit">Snooze</button>
        </div>
        <p id="snooze-hint" class="hint">
          In your time zone, {frame.zone}. Between 1 minute and 30 days from now.
        </p>
      </ActionForm>
    </Foldable>
  );
}
