import type { AskedCommand } from '../../../../incidents/commands.ts';
import { REOPEN_LABELS } from '../../../../words/incident.ts';
import { ActionForm } from '../../forms.tsx';
import type { IncidentContent } from '../content.ts';
import { type PageAction, pathOf } from './action.ts';

/** An action that needs nothing but a press. `label`: null while it is not possible. */
function pressed(
  name: string,
  command: AskedCommand,
  label: (content: IncidentContent) => string | null,
  look?: 'primary',
): PageAction {
  return {
    name,
    form(content) {
      const words = label(content);
      return words === null ? null : (
        <div id={name}>
          <ActionForm action={pathOf(content, name)} visitor={content.visitor}>
            <button type="submit" class={look}>
              {words}
            </button>
          </ActionForm>
        </div>
      );
    },
    command: () => command,
  };
}

export const acknowledge = pressed(
  'acknowledge',
  { type: 'acknowledge' },
  ({ incident: { state } }) => (state.status === 'OPEN' || state.status === 'SNOOZED' ? 'Acknowledge' : null),
  'primary',
);

export const wake = pressed('wake', { type: 'wake' }, ({ incident: { state } }) =>
  state.status === 'SNOOZED' ? REOPEN_LABELS.SNOOZED : null,
);

export const reopen = pressed('reopen', { type: 'reopen' }, ({ incident: { state } }) =>
  state.status === 'RESOLVED' ? REOPEN_LABELS.RESOLVED : null,
);

export const undoMerge = pressed('undo_merge', { type: 'undo_merge' }, ({ incident: { state } }) =>
  state.status === 'MERGED' ? REOPEN_LABELS.MERGED : null,
);

export const escalate = pressed('escalate', { type: 'escalate' }, ({ incident: { state, escalation } }) =>
  escalation !== null && (state.status === 'OPEN' || state.status === 'ACKNOWLEDGED') ? 'Escalate now' : null,
);

export const restartEscalation = pressed(
  'restart-escalation',
  { type: 'restart_escalation' },
  ({ incident: { state, escalation } }) =>
    escalation !== null && state.status === 'OPEN' ? 'Restart escalation' : null,
);
