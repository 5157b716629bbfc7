import { isOver } from '../../../../incidents/types.ts';
import type { PageAction } from './action.ts';
import { IncidentForm, readIncident } from './incident-form.tsx';

const HINT =
  'Its alerts, its timeline and whoever was paged for it follow, and it escalates no more. The other incident keeps its owner, its escalation and its SLA, and becomes as urgent as this one if it is less. As long as nothing else happens to either, it can be undone.';

/** It goes on as another incident. */
export const merge: PageAction = {
  name: 'merge',
  form: (content) =>
    isOver(content.incident.state) ? null : (
      <IncidentForm
        content={content}
        action="merge"
        title="Merge into another"
        name="into"
        label="Merge into"
        button="Merge"
        hint={HINT}
      />
    ),
  command(form) {
    const into = readIncident(form, 'into');
    return into === null ? { problem: 'Say which incident it goes on as, such as INC-42.' } : { type: 'merge', into };
  },
};
