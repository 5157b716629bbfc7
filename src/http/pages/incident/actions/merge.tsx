import { isOver } from '../../../../incidents/types.ts';
import { ActionForm } from '../../forms.tsx';
import type { IncidentContent } from '../content.ts';
import { type PageAction, pathOf } from './action.ts';
import { Foldable } from './fields.tsx';
import { IncidentField, readIncident } from './incident-field.tsx';

/** It goes on as another incident. */
export const merge: PageAction = {
  name: 'merge',
  form: (content) => (isOver(content.incident.state) ? null : <Merge {...content} />),
  command(form) {
    const into = readIncident(form, 'into');
    return into === null ? { problem: 'Say which incident it goes on as, such as INC-42.' } : { type: 'merge', into };
  },
};

function Merge(content: IncidentContent) {
  return (
    <Foldable id="merge" label="Merge into another">
      <ActionForm action={pathOf(content, 'merge')} visitor={content.visitor}>
        <label for="into">Merge into</label>
        <div class="row">
          <IncidentField name="into" hint="merge-hint" candidates={content.candidates} />
          <button type="submit">Merge</button>
        </div>
        <p id="merge-hint" class="hint">
          Its alerts, its timeline and whoever was paged for it follow, and it escalates no more. The other incident
          keeps its owner, its escalation and its SLA, and becomes as urgent as this one if it is less. As long as
          nothing else happens to either, it can be undone.
        </p>
      </ActionForm>
    </Foldable>
  );
}
