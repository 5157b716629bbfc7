import type { PropsWithChildren } from 'hono/jsx';
import type { AskedCommand } from '../../../../incidents/commands.ts';
import type { UtcMs } from '../../../../lib/clock.ts';
import { type Form, fieldOf } from '../../forms.tsx';
import { fieldValue, readFieldValue } from '../../time.tsx';
import { fitting } from '../../words.ts';
import type { IncidentContent } from '../content.ts';

/** Bytes of a name in a list of people. */
const MAX_NAME = 100;

/** As much as Slack's modals take; both places write the same note. */
export const MAX_NOTE = 3_000;

/** What is asked for with a note of several lines, or that the note is too long. */
export function readNote<Asked extends AskedCommand>(
  form: Form,
  asked: (text: string) => Asked,
): Asked | { problem: string } {
  const text = fieldOf(form, 'note').replaceAll('\r\n', '\n');
  if (text.length > MAX_NOTE) {
    return { problem: `The note has ${text.length} characters; ${MAX_NOTE} fit. Nothing was changed.` };
  }
  return asked(text);
}

/** A date and a time that may be left out: null for none, undefined for what is no time. */
export function readOptionalTime(form: Form, name: string, zone: string): UtcMs | null | undefined {
  const value = fieldOf(form, name);
  return value === '' ? null : (readFieldValue(value, zone) ?? undefined);
}

/** A date and a time in the reader's zone. `hint`: the id of what says so. */
export function TimeField({
  from,
  until,
  zone,
  hint,
  ...input
}: {
  id: string;
  name: string;
  required?: boolean;
  from: UtcMs;
  until?: UtcMs;
  zone: string;
  hint: string;
}) {
  return (
    <input
      {...input}
      type="datetime-local"
      min={fieldValue(from, zone)}
      max={until && fieldValue(until, zone)}
      aria-describedby={hint}
    />
  );
}

/** Everybody whom the incident could be given to. */
export function AssigneeOptions({ assignees }: Pick<IncidentContent, 'assignees'>) {
  return (
    <>
      {assignees.map(({ name, email }) => (
        <option value={email}>{fitting(name, MAX_NAME)}</option>
      ))}
    </>
  );
}

/** Opens on a press; what is in it is never touched by news (`hx-morph-skip`). */
export function Foldable({ id, label, children }: PropsWithChildren<{ id: string; label: string }>) {
  return (
    <details id={id} class="foldable" hx-morph-skip>
      <summary>{label}</summary>
      <div class="folded">{children}</div>
    </details>
  );
}
