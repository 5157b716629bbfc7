import { NO_FILTER } from '../../settings/subscriptions.ts';
import { DEFAULT_WORKSPACE, type WorkspaceSettings } from '../../settings/types.ts';

/** What is stored, with the default for everything that was not there yet when it was stored. */
export function completeWorkspace(stored: Partial<WorkspaceSettings> | null): WorkspaceSettings {
  return {
    ...DEFAULT_WORKSPACE,
    ...stored,
    subscriptions: (stored?.subscriptions ?? []).map((one) => ({ ...NO_FILTER, ...one })),
    notify: {
      ...DEFAULT_WORKSPACE.notify,
      ...stored?.notify,
      events: { ...DEFAULT_WORKSPACE.notify.events, ...stored?.notify?.events },
    },
  };
}
