import type { UpdateState } from '../incidents/updates.ts';

const STATES: Record<UpdateState, { mark: string; label: string }> = {
  investigating: { mark: '🔎', label: 'Investigating' },
  identified: { mark: '🎯', label: 'Identified' },
  monitoring: { mark: '👀', label: 'Monitoring' },
  resolved: { mark: '✅', label: 'Resolved' },
};

/** "Identified" */
export function updateLabel(state: UpdateState): string {
  return STATES[state].label;
}

/** "🎯 Identified" */
export function markedUpdate(state: UpdateState): string {
  return `${STATES[state].mark} ${STATES[state].label}`;
}
