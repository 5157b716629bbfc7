import { z } from 'zod';
import type { PlainCommand, Rejection } from '../../../incidents/commands.ts';
import { cutTo } from '../../../words/text.ts';
import { MAX_DESCRIPTION } from '../alert.ts';
import { textOrNull } from '../text.ts';
import { type Body, textIn, UnprocessableBody } from './body.ts';
import type { RequestAction, RequestResult } from './request-id.ts';

/** What can be asked of an alert that there is: `POST /v2/alerts/<alert>/close` */
export interface AlertAction {
  method: 'POST' | 'PUT';
  /** The last part of its address. */
  path: string;
  action: RequestAction;
  /** What it means for the incident, in order; nothing when it means nothing here. Throws `UnprocessableBody`. */
  commands(body: Body): PlainCommand[];
}

const endTime = z.iso.datetime({ offset: true });

export const ALERT_ACTIONS: AlertAction[] = [
  {
    method: 'POST',
    path: 'acknowledge',
    action: 'Acknowledge',
    commands: (body) => [{ type: 'acknowledge' }, ...noteIn(body)],
  },
  {
    method: 'POST',
    path: 'close',
    action: 'Close',
    commands: (body) => [{ type: 'resolve', note: noteTextIn(body) }],
  },
  {
    method: 'POST',
    path: 'snooze',
    action: 'Snooze',
    commands: (body) => [{ type: 'snooze', until: endTimeIn(body) }, ...noteIn(body)],
  },
  {
    method: 'POST',
    path: 'notes',
    action: 'AddNote',
    commands: (body) => {
      const note = noteIn(body);
      if (note.length === 0) throw new UnprocessableBody({ note: 'Note can not be empty.' });
      return note;
    },
  },
  // Alertmanager's `update_alerts`. An incident keeps the title and the description that it was opened with.
  { method: 'PUT', path: 'message', action: 'UpdateMessage', commands: () => [] },
  { method: 'PUT', path: 'description', action: 'UpdateDescription', commands: () => [] },
];

/** What a rejection is to Opsgenie's clients. */
export function resultOf({ reason }: Rejection): RequestResult {
  switch (reason) {
    case 'already_acknowledged':
    case 'snooze_out_of_range':
      return reason;
    case 'already_resolved':
    case 'not_while': // of these commands only a snooze is refused so, when there is nothing left to snooze
      return 'already_closed';
    default:
      return 'refused';
  }
}

function noteIn(body: Body): PlainCommand[] {
  const text = noteTextIn(body);
  return text === null ? [] : [{ type: 'note', text }];
}

function noteTextIn(body: Body): string | null {
  return textOrNull(cutTo(MAX_DESCRIPTION, textIn(body, 'note') ?? ''));
}

function endTimeIn(body: Body): number {
  const parsed = endTime.safeParse(textIn(body, 'endTime'));
  if (!parsed.success) {
    throw new UnprocessableBody({ endTime: 'EndTime should be a time such as 2026-01-14T12:30:00Z.' });
  }
  return Date.parse(parsed.data);
}
