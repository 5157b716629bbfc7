import { isOver } from '../../../../incidents/types.ts';
import { isSamePerson } from '../../../../people/actor.ts';
import { ActionForm, fieldOf } from '../../forms.tsx';
import type { IncidentContent } from '../content.ts';
import { type PageAction, pathOf } from './action.ts';
import { AssigneeOptions, Foldable } from './fields.tsx';

/** Whoever is signed in takes it over, or gives it to another one. */
export const assign: PageAction = {
  name: 'assign',
  form: (content) => (isOver(content.incident.state) ? null : <Assign {...content} />),
  command(form, { actor }) {
    const email = fieldOf(form, 'assignee').toLowerCase();
    return { type: 'assign', to: email === '' ? { slackUserId: actor.slackUserId } : { email } };
  },
};

function Assign(content: IncidentContent) {
  const { incident, visitor, assignees } = content;
  const { state } = incident;
  const { permission } = visitor;
  const isTheirs = permission.allowed && state.status === 'ACKNOWLEDGED' && isSamePerson(state.by, permission.actor);
  return (
    <Foldable id="assign" label="Assign">
      {!isTheirs && (
        <ActionForm action={pathOf(content, 'assign')} visitor={visitor}>
          <button type="submit" class="primary">
            Take over
          </button>
        </ActionForm>
      )}
      {assignees.length > 0 && (
        <ActionForm action={pathOf(content, 'assign')} visitor={visitor}>
          <label for="assignee">Assign to</label>
          <div class="row">
            <select id="assignee" name="assignee" required aria-describedby="assign-hint">
              <option value="">Choose somebody</option>
              <AssigneeOptions assignees={assignees} />
            </select>
            <button type="submit">Assign</button>
          </div>
          <p id="assign-hint" class="hint">
            It is theirs at once: escalation stops, and they get it as a direct message in Slack.
          </p>
        </ActionForm>
      )}
    </Foldable>
  );
}
