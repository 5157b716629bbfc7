import { isOver } from '../../../../incidents/types.ts';
import type { PageAction } from './action.ts';
import { IncidentForm, readIncident } from './incident-form.tsx';

const HINT =
  'This incident closes and escalates no more. Its alerts, its timeline and whoever was paged for it move to the other one, which keeps its owner, escalation and SLA, and becomes as urgent as this one if it is less urgent. You can undo this as long as nothing else has happened to either.';

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
