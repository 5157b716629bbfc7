import { type Incident, isOver } from '../../../../incidents/types.ts';
import { isSamePerson } from '../../../../people/actor.ts';
import { roleLabel, roleWord } from '../../../../words/roles.ts';
import { ActionForm, fieldOf } from '../../forms.tsx';
import type { IncidentContent } from '../content.ts';
import { type PageAction, pathOf } from './action.ts';
import { AssigneeOptions, Foldable } from './fields.tsx';

const NOBODY = 'nobody';

/** Gives somebody a role: whoever is signed in at once, another one when they accept; or nobody. */
export const role: PageAction = {
  name: 'role',
  form: (content) => (isOver(content.incident.state) ? null : <Role {...content} />),
  command(form, { actor }) {
    const name = fieldOf(form, 'role');
    const who = fieldOf(form, 'person').toLowerCase();
    if (name === '') return { problem: 'Choose a role.' };
    if (who === NOBODY) return { type: 'end_role', role: name };
    const to = who === '' ? { slackUserId: actor.slackUserId } : { email: who };
    return { type: 'assign_role', role: name, to };
  },
};

function Role(content: IncidentContent) {
  const { visitor, roleNames, assignees } = content;
  return (
    <Foldable id="role" label="Roles">
      <ActionForm action={pathOf(content, 'role')} visitor={visitor}>
        <label for="role-name">Role</label>
        <select id="role-name" name="role" required>
          {roleNames.map((name) => (
            <option value={name}>{roleLabel(name)}</option>
          ))}
        </select>
        <label for="role-person">Who</label>
        <div class="row">
          <select id="role-person" name="person" aria-describedby="role-hint">
            <option value="">I take it</option>
            <AssigneeOptions assignees={assignees} />
            <option value={NOBODY}>Nobody any more</option>
          </select>
          <button type="submit">Set role</button>
        </div>
        <p id="role-hint" class="hint">
          Another one is asked by direct message in Slack, and has it when they accept.
        </p>
      </ActionForm>
    </Foldable>
  );
}

/** The answers of whoever is asked to take a role. */
export const acceptRole = answering('accept-role', 'accept_role', 'Accept', 'primary');
export const declineRole = answering('decline-role', 'decline_role', 'I can’t');

function answering(name: string, type: 'accept_role' | 'decline_role', label: string, look?: 'primary'): PageAction {
  return {
    name,
    form(content) {
      const asked = askedOf(content);
      if (asked.length === 0) return null;
      return (
        <div id={name}>
          {asked.map((one) => (
            <ActionForm action={pathOf(content, name)} visitor={content.visitor}>
              <input type="hidden" name="role" value={one} />
              <button type="submit" class={look}>
                {label}: be {roleWord(one)}
              </button>
            </ActionForm>
          ))}
        </div>
      );
    },
    command: (form) => ({ type, role: fieldOf(form, 'role') }),
  };
}

/** The roles that the visitor is asked to take. */
function askedOf({ incident, visitor: { permission } }: Pick<IncidentContent, 'incident' | 'visitor'>): string[] {
  if (!permission.allowed || isOver(incident.state)) return [];
  const { actor } = permission;
  return incident.roles.flatMap(({ role, asked }: Incident['roles'][number]) =>
    isSamePerson(asked?.person ?? null, actor) ? [role] : [],
  );
}
