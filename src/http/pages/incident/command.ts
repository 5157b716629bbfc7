import type { Command } from '../../../incidents/commands.ts';
import { SNOOZE_CHOICES } from '../../../words/incident.ts';
import type { Form } from '../form-fields.ts';
import { readFieldValue, type TimeFrame } from '../time.tsx';
import type { Action } from './action.ts';

/** As much as Slack's modals take; both places write the same note. */
export const MAX_NOTE = 3_000;

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
