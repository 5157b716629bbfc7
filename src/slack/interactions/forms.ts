import { askForAssignee } from './assign.ts';
import type { Deps } from './deps.ts';
import { askForEdit } from './edit.ts';
import { followIncident } from './follow.ts';
import { askWhetherToHandBack } from './hand-back.ts';
import { askWhatToLink, askWhatToUnlink } from './link.ts';
import { askForPrivateChannel } from './mark-private.ts';
import { askWhereToMerge } from './merge.ts';
import type { FormRequest } from './modal.ts';
import { askForText } from './note.ts';
import type { IncidentFormKind } from './refusal.ts';
import { askForNote } from './resolve.ts';
import { askForRole } from './roles/roles.ts';
import { askForRunbook } from './runbook-modal.ts';
import { askUntilWhen } from './snooze.ts';
import { showTasks } from './tasks/tasks.ts';
import { askForUpdate } from './update.ts';
import { askForUrgency } from './urgency.ts';

/** Every form about one incident, and how it is opened. */
export const FORMS: Record<IncidentFormKind, (deps: Deps, request: FormRequest, number: number) => Promise<void>> = {
  resolve: askForNote,
  snooze: askUntilWhen,
  assign: askForAssignee,
  note: askForText,
  role: askForRole,
  tasks: showTasks,
  update: askForUpdate,
  follow: followIncident,
  runbook: askForRunbook,
  hand_back: askWhetherToHandBack,
  urgency: askForUrgency,
  edit: askForEdit,
  mark_private: askForPrivateChannel,
  merge: askWhereToMerge,
  link: askWhatToLink,
  unlink: askWhatToUnlink,
};
