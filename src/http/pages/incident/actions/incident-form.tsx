import { incidentKey, parseIncidentKey } from '../../../../incidents/types.ts';
import { ActionForm, type Form, fieldOf } from '../../forms.tsx';
import { fitting } from '../../words.ts';
import type { IncidentContent } from '../content.ts';
import { pathOf } from './action.ts';
import { Foldable } from './fields.tsx';

/** Bytes of a title in the list. */
const MAX_TITLE = 150;

interface IncidentFormProps {
  content: IncidentContent;
  /** The action that it is for. */
  action: string;
  /** What unfolds it. */
  title: string;
  /** The field, and what is before it. */
  name: string;
  label: string;
  button: string;
  hint: string;
}

/** Asks for another incident, by its number: those that are open are offered while somebody types, any other will do. */
export function IncidentForm({ content, action, title, name, label, button, hint }: IncidentFormProps) {
  const { candidates, visitor } = content;
  return (
    <Foldable id={action} label={title}>
      <ActionForm action={pathOf(content, action)} visitor={visitor}>
        <label for={name}>{label}</label>
        <div class="row">
          <input
            id={name}
            name={name}
            list={`${name}-candidates`}
            placeholder="INC-42"
            autocomplete="off"
            required
            aria-describedby={`${action}-hint`}
          />
          <datalist id={`${name}-candidates`}>
            {candidates.map(({ number, title }) => (
              <option value={incidentKey(number)}>{fitting(title, MAX_TITLE)}</option>
            ))}
          </datalist>
          <button type="submit">{button}</button>
        </div>
        <p id={`${action}-hint`} class="hint">
          {hint}
        </p>
      </ActionForm>
    </Foldable>
  );
}

/** "INC-42", or with the title behind it; null for anything else. */
export function readIncident(form: Form, name: string): number | null {
  return parseIncidentKey(fieldOf(form, name).trim().split(/[\s:]/, 1)[0] ?? '');
}
