import { refusalWords } from '../../../../words/people.ts';
import type { IncidentContent } from '../content.ts';
import type { PageAction } from './action.ts';
import { assign } from './assign.tsx';
import { acknowledge, escalate, reopen, restartEscalation, undoMerge, wake } from './buttons.tsx';
import { edit } from './edit.tsx';
import { handBack } from './hand-back.tsx';
import { link, unlink } from './link.tsx';
import { markPrivate } from './mark-private.tsx';
import { merge } from './merge.tsx';
import { note } from './note.tsx';
import { resolve } from './resolve.tsx';
import { acceptRole, declineRole, role } from './roles.tsx';
import { retryRunbookStep, runRunbook, skipRunbookStep } from './runbooks.tsx';
import { snooze } from './snooze.tsx';
import { addTask, finishTask, reopenTask } from './tasks.tsx';
import { update } from './update.tsx';
import { urgency } from './urgency.tsx';

/** What is needed at 3 a.m., in the order in which it is needed. */
const FIRST: PageAction[] = [
  acceptRole,
  declineRole,
  acknowledge,
  resolve,
  snooze,
  wake,
  reopen,
  undoMerge,
  assign,
  note,
];

/** What is needed seldom. */
const MORE: PageAction[] = [
  role,
  addTask,
  update,
  urgency,
  edit,
  merge,
  link,
  unlink,
  handBack,
  escalate,
  restartEscalation,
  runRunbook,
  retryRunbookStep,
  skipRunbookStep,
  markPrivate,
];

/** Everything that people can do on an incident's page. */
export const ACTIONS: readonly PageAction[] = [...FIRST, ...MORE, finishTask, reopenTask];

/** What the visitor can do about the incident now; for those who may only look, why. */
export function Actions(content: IncidentContent) {
  const { permission } = content.visitor;
  if (!permission.allowed) return <p class="quiet">{refusalWords(permission.refusal, 'page')}</p>;
  const more = MORE.flatMap((action) => action.form(content) ?? []);
  return (
    <section id="actions" class="actions" aria-label="Actions">
      {FIRST.map((action) => action.form(content))}
      {more.length > 0 && (
        <details id="more" class="foldable">
          <summary>More</summary>
          <div class="folded actions">{more}</div>
        </details>
      )}
    </section>
  );
}
