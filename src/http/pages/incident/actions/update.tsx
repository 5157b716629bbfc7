import { MAX_IMPACT, UPDATE_STATES } from '../../../../incidents/updates.ts';
import { updateLabel } from '../../../../words/updates.ts';
import { ActionForm, fieldOf } from '../../forms.tsx';
import type { IncidentContent } from '../content.ts';
import { type PageAction, pathOf } from './action.ts';
import { Foldable, readOptionalTime, TimeField } from './fields.tsx';

/** Tells stakeholders how far the incident is; also after its end. */
export const update: PageAction = {
  name: 'update',
  form: (content) => (content.incident.state.status === 'MERGED' ? null : <Update {...content} />),
  command(form, { zone }) {
    const state = UPDATE_STATES.find((one) => one === fieldOf(form, 'state'));
    if (!state) return { problem: 'Choose how far it is.' };
    const nextAt = readOptionalTime(form, 'next', zone);
    if (nextAt === undefined) return { problem: 'Pick a date and a time for the next update, or none.' };
    const impact = fieldOf(form, 'impact').replaceAll('\r\n', '\n');
    return { type: 'update_status', state, impact, nextAt };
  },
};

function Update(content: IncidentContent) {
  const { visitor, frame } = content;
  return (
    <Foldable id="update" label="Send an update">
      <ActionForm action={pathOf(content, 'update')} visitor={visitor}>
        <label for="update-state">State</label>
        <select id="update-state" name="state" required>
          {UPDATE_STATES.map((state) => (
            <option value={state}>{updateLabel(state)}</option>
          ))}
        </select>
        <label for="update-impact">Impact</label>
        <textarea id="update-impact" name="impact" rows={3} maxlength={MAX_IMPACT} required />
        <label for="update-next">Next update</label>
        <div class="row">
          <TimeField id="update-next" name="next" from={frame.now} zone={frame.zone} hint="update-hint" />
          <button type="submit">Send update</button>
        </div>
        <p id="update-hint" class="hint">
          It goes to the status channels, to whoever follows the incident, and into its thread. Times are in your time
          zone, {frame.zone}.
        </p>
      </ActionForm>
    </Foldable>
  );
}
