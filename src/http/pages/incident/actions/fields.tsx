import type { PropsWithChildren } from 'hono/jsx';
import type { AskedCommand } from '../../../../incidents/commands.ts';
import { type Form, fieldOf } from '../../forms.tsx';

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

/** Opens on a press; what is in it is never touched by news (`hx-morph-skip`). */
export function Foldable({ id, label, children }: PropsWithChildren<{ id: string; label: string }>) {
  return (
    <details id={id} class="foldable" hx-morph-skip>
      <summary>{label}</summary>
      <div class="folded">{children}</div>
    </details>
  );
}
