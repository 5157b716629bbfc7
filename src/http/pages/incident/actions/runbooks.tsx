import type { AskedCommand } from '../../../../incidents/commands.ts';
import type { ShownStep } from '../../../../runbooks/types.ts';
import { ActionForm, type Form, fieldOf } from '../../forms.tsx';
import { fitting } from '../../words.ts';
import type { IncidentContent } from '../content.ts';
import { type PageAction, pathOf } from './action.ts';
import { Foldable } from './fields.tsx';

/** Bytes of a name in the list. */
const MAX_NAME = 100;

/** Begins a runbook by hand. */
export const runRunbook: PageAction = {
  name: 'runbook',
  form: (content) => (content.runbooks.length === 0 || isMerged(content) ? null : <RunRunbook {...content} />),
  command(form) {
    const name = fieldOf(form, 'runbook');
    return name === '' ? { problem: 'Choose a runbook.' } : { type: 'run_runbook', name };
  },
};

function RunRunbook(content: IncidentContent) {
  return (
    <Foldable id="runbook" label="Run a runbook">
      <ActionForm action={pathOf(content, 'runbook')} visitor={content.visitor}>
        <label for="runbook-name">Runbook</label>
        <div class="row">
          <select id="runbook-name" name="runbook" required>
            {content.runbooks.map((name) => (
              <option value={name}>{fitting(name, MAX_NAME)}</option>
            ))}
          </select>
          <button type="submit">Run</button>
        </div>
      </ActionForm>
    </Foldable>
  );
}

/** Of a step that failed: it is done again, or left. Their buttons are beside the step. */
export const retryRunbookStep = resuming('retry-runbook-step', 'retry');
export const skipRunbookStep = resuming('skip-runbook-step', 'skip');

function resuming(name: string, how: 'retry' | 'skip'): PageAction {
  return {
    name,
    form: () => null,
    command(form: Form): AskedCommand | { problem: string } {
      const step = fieldOf(form, 'step');
      if (!/^[1-9]\d{0,14}$/.test(step)) return { problem: 'That step is not known. Nothing was changed.' };
      return { type: 'resume_runbook_step', stepId: Number(step), how };
    },
  };
}

export function resumeForms(content: IncidentContent, { id, place }: ShownStep) {
  if (!content.visitor.permission.allowed || isMerged(content)) return null;
  const labelled = [
    [retryRunbookStep.name, `Retry step ${place}`],
    [skipRunbookStep.name, `Skip step ${place}`],
  ] as const;
  return (
    <div class="row">
      {labelled.map(([name, label]) => (
        <ActionForm action={pathOf(content, name)} visitor={content.visitor}>
          <input type="hidden" name="step" value={String(id)} />
          <button type="submit">{label}</button>
        </ActionForm>
      ))}
    </div>
  );
}

function isMerged({ incident }: IncidentContent): boolean {
  return incident.state.status === 'MERGED';
}
