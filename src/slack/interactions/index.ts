import type { App } from '@slack/bolt';
import { keepDirectories } from '../directory/events.ts';
import { keepTimelineMessages } from '../timeline/events.ts';

import { actionsModal } from './actions-modal.ts';
import { addToTimeline } from './add-to-timeline.ts';
import { admin } from './admin/admin.ts';
import { askAdmin } from './ask-admin.ts';
import { assign } from './assign.ts';
import { catchUpOnJoining } from './catch-up-on-joining.ts';
import { archiveChannel, keepChannel } from './channel-in-use.ts';
import { contact } from './contact/contact.ts';
import { contactForms } from './contact/submissions.ts';
import { acceptCover, declineCover } from './cover.ts';
import { coverForm } from './cover-form.ts';
import { create } from './create/create.ts';
import { createFromMessage } from './create/from-message.ts';
import type { Deps } from './deps.ts';
import { edit } from './edit.ts';
import { encloseErrors } from './error-boundary.ts';
import { follow, unfollow } from './follow.ts';
import { guard } from './gate.ts';
import { handBack } from './hand-back.ts';
import { home } from './home.ts';
import { INCIDENT_CONTROLS } from './incident-controls.ts';
import { turnList } from './incidents.ts';
import type { Interaction } from './interaction.ts';
import { link, unlink } from './link.ts';
import { linkMe } from './link-me.ts';
import { markPrivate } from './mark-private.ts';
import { merge } from './merge.ts';
import { note } from './note.ts';
import { notificationLink } from './notification-link.ts';
import { openIncidents } from './open-incidents.ts';
import { opsknight } from './opsknight.ts';
import { declineOverride, override } from './override/override.ts';
import { postMortem } from './post-mortem.ts';
import { reopen } from './reopen.ts';
import { acceptRole, declineRole } from './roles/question.ts';
import { roles } from './roles/roles.ts';
import { answerRunbook } from './runbook-answer.ts';
import { runbooks } from './runbook-modal.ts';
import { retryStep, skipStep } from './runbook-steps.ts';
import { confirm } from './still-on-it.ts';
import { stormRow } from './storm/row.ts';
import { stormFilters } from './storm/show-all.ts';
import { storm } from './storm/storm.ts';
import { editTask } from './tasks/edit.ts';
import { finishTask, reopenTask } from './tasks/settle.ts';
import { tasks } from './tasks/tasks.ts';
import { update } from './update.ts';
import { urgency } from './urgency.ts';

/** Everything that people can do in Slack. */
export const INTERACTIONS: readonly Interaction[] = [
  ...INCIDENT_CONTROLS,
  assign,
  note,
  roles,
  update,
  follow,
  unfollow,
  tasks,
  editTask,
  finishTask,
  reopenTask,
  acceptRole,
  declineRole,
  urgency,
  edit,
  merge,
  link,
  unlink,
  actionsModal,
  postMortem,
  reopen,
  confirm,
  archiveChannel,
  answerRunbook,
  runbooks,
  retryStep,
  skipStep,
  keepChannel,
  handBack,
  markPrivate,
  storm,
  stormRow,
  stormFilters,
  create,
  createFromMessage,
  addToTimeline,
  override,
  coverForm,
  openIncidents,
  acceptCover,
  declineCover,
  declineOverride,
  contact,
  ...contactForms,
  admin,
  linkMe,
  askAdmin,
  turnList,
  notificationLink,
  home,
  opsknight,
];

/** Listens to all that Slack sends. The error boundary comes first: it encloses the others; then the gate. */
export function listenTo(app: App, deps: Deps): void {
  encloseErrors(app, deps);
  guard(app, deps, INTERACTIONS);
  for (const interaction of INTERACTIONS) interaction.listen(app, deps);
  keepDirectories(app, { ...deps, onJoined: (channelId, who) => catchUpOnJoining(deps, channelId, who) });
  keepTimelineMessages(app, deps);
}
