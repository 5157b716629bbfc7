import type { PropsWithChildren } from 'hono/jsx';
import type { Command } from '../../../incidents/commands.ts';
import { MAX_SNOOZE, MIN_SNOOZE } from '../../../incidents/decide.ts';
import { REOPEN_LABELS, SNOOZE_CHOICES } from '../../../words/incident.ts';
import { refusalWords } from '../../../words/people.ts';
import { ActionForm, type Form } from '../forms.tsx';
import { fieldValue, readFieldValue, type TimeFrame } from '../time.tsx';
import type { IncidentContent } from './content.ts';

/** What people can do on an incident's page: the last part of the path that its form is sent to. */
export const ACTIONS = ['acknowledge', 'resolve', 'snooze', 'reopen', 'note'] as const;
type Action = (typeof ACTIONS)[number];

/** What the visitor can do about the incident now; for those who may only look, why. */
export function Actions(content: IncidentContent) {
  const { incident, visitor } = content;
  const { status } = incident.state;
  if (!visitor.permission.allowed) return <p class="quiet">{refusalWords(visitor.permission.refusal, 'page')}</p>;
  return (
    <section id="actions" class="actions" aria-label="Actions">
      {(status === 'OPEN' || status === 'SNOOZED') && <Acknowledge {...content} />}
      {status !== 'RESOLVED' && <Resolve {...content} />}
      {status !== 'RESOLVED' && <Snooze {...content} />}
      {status !== 'OPEN' && <Reopen {...content} label={REOPEN_LABELS[status]} />}
      <Note {...content} />
    </section>
  );
}

function Acknowledge({ incident, visitor }: IncidentContent) {
  return (
    <div id="acknowledge">
      <ActionForm action={`/incidents/${incident.number}/acknowledge`} visitor={visitor}>
        <button type="submit" class="primary">
          Acknowledge
        </button>
      </ActionForm>
    </div>
  );
}

function Resolve({ incident, visitor }: IncidentContent) {
  return (
    <Foldable id="resolve" label="Resolve">
      <ActionForm action={`/incidents/${incident.number}/resolve`} visitor={visitor}>
        <label for="resolution-note">Resolution note (optional)</label>
        <textarea id="resolution-note" name="note" rows={4} maxlength={MAX_NOTE} aria-describedby="resolution-hint" />
        <p id="resolution-hint" class="hint">
          What helped? It goes into the thread and the timeline.
        </p>
        <button type="submit" class="primary">
          Resolve
        </button>
      </ActionForm>
    </Foldable>
  );
}

function Snooze({ incident, visitor, frame }: IncidentContent) {
  const action = `/incidents/${incident.number}/snooze`;
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
          <input
            id="snooze-until"
            type="datetime-local"
            name="until"
            required
            min={fieldValue(frame.now + MIN_SNOOZE, frame.zone)}
            max={fieldValue(frame.now + MAX_SNOOZE, frame.zone)}
            aria-describedby="snooze-hint"
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

function Reopen({ incident, visitor, label }: IncidentContent & { label: string }) {
  return (
    <div id="reopen">
      <ActionForm action={`/incidents/${incident.number}/reopen`} visitor={visitor}>
        <button type="submit">{label}</button>
      </ActionForm>
    </div>
  );
}

function Note({ incident, visitor }: IncidentContent) {
  return (
    <Foldable id="note" label="Add a note">
      <ActionForm action={`/incidents/${incident.number}/note`} visitor={visitor}>
        <label for="note-text">Note</label>
        <textarea id="note-text" name="note" rows={4} maxlength={MAX_NOTE} required />
        <button type="submit">Add note</button>
      </ActionForm>
    </Foldable>
  );
}

/** Opens on a press; what is in it is never touched by news (`hx-morph-skip`). */
function Foldable({ id, label, children }: PropsWithChildren<{ id: string; label: string }>) {
  return (
    <details id={id} class="foldable" hx-morph-skip>
      <summary>{label}</summary>
      <div class="folded">{children}</div>
    </details>
  );
}

/** As much as Slack's modals take; both places write the same note. */
const MAX_NOTE = 3_000;

/** What a form on the incident's page asks for, or what has to be changed in it. */
export function commandOf(action: Action, form: Form, frame: TimeFrame): Command | { problem: string } {
  switch (action) {
    case 'acknowledge':
      return { type: 'acknowledge' };
    case 'resolve':
      return withNote(form, (text) => ({ type: 'resolve', note: text || null }));
    case 'note':
      return withNote(form, (text) => ({ type: 'note', text }));
    case 'snooze':
      return snooze(form, frame);
    case 'reopen':
      return { type: 'reopen' };
  }
}

function withNote(form: Form, command: (text: string) => Command): Command | { problem: string } {
  const text = fieldOf(form, 'note').replaceAll('\r\n', '\n');
  if (text.length > MAX_NOTE) {
    return { problem: `The note has ${text.length} characters; ${MAX_NOTE} fit. Nothing was changed.` };
  }
  return command(text);
}

/** One of the fixed times, or until a time in the person's zone. Whether it is allowed is for `decide` to say. */
function snooze(form: Form, { zone, now }: TimeFrame): Command | { problem: string } {
  const choice = SNOOZE_CHOICES.find(({ key }) => key === fieldOf(form, 'for'));
  if (choice) return { type: 'snooze', until: now + choice.ms };
  const until = readFieldValue(fieldOf(form, 'until'), zone);
  return until === null ? { problem: 'Pick a date and a time to snooze until.' } : { type: 'snooze', until };
}

function fieldOf(form: Form, name: string): string {
  const value = form[name];
  return typeof value === 'string' ? value.trim() : '';
}
