import { type Incident, incidentKey, parseIncidentKey } from '../../../../incidents/types.ts';
import { type Form, fieldOf } from '../../forms.tsx';
import { fitting } from '../../words.ts';

/** Bytes of a title in the list. */
const MAX_TITLE = 150;

interface IncidentFieldProps {
  name: string;
  /** The id of what explains it. */
  hint: string;
  /** What is offered while somebody types; any other number will do. */
  candidates: readonly Incident[];
}

/** Asks for another incident, by its number. */
export function IncidentField({ name, hint, candidates }: IncidentFieldProps) {
  return (
    <>
      <input
        id={name}
        name={name}
        list={`${name}-candidates`}
        placeholder="INC-42"
        autocomplete="off"
        required
        aria-describedby={hint}
      />
      <datalist id={`${name}-candidates`}>
        {candidates.map(({ number, title }) => (
          <option value={incidentKey(number)}>{fitting(title, MAX_TITLE)}</option>
        ))}
      </datalist>
    </>
  );
}

/** "INC-42", or with the title behind it; null for anything else. */
export function readIncident(form: Form, name: string): number | null {
  return parseIncidentKey(fieldOf(form, name).trim().split(/[\s:]/, 1)[0] ?? '');
}
