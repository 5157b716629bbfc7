import type { Rejection } from '../incidents/commands.ts';
import type { ChannelFlaw, RoomFlaw } from '../incidents/privacy.ts';
import { type Incident, incidentKey } from '../incidents/types.ts';
import { DAY, type UtcMs } from '../lib/clock.ts';
import type { Actor } from '../people/actor.ts';
import { didYouMean } from '../settings/did-you-mean.ts';
import { statusLabel } from './incident.ts';
import { ASSIGNEE_FLAWS } from './people.ts';
import { roleWord } from './roles.ts';
import { cutTo } from './text.ts';
import { since } from './time.ts';

/** Why a command changed nothing: what holds now, and what can be done. @param name how the reader's place names who did it */
export function rejectionSentence(
  rejection: Rejection,
  { number, state }: Incident,
  now: UtcMs,
  name: (actor: Actor) => string,
): string {
  const key = incidentKey(number);
  const status = statusLabel(state.status).toLowerCase();
  switch (rejection.reason) {
    case 'already_acknowledged':
      return `${key} was already acknowledged by ${name(rejection.by)} ${since(rejection.at, now)}. It is in good hands.`;
    case 'already_theirs':
      return `${key} is ${name(rejection.owner)}'s already. Nothing was changed.`;
    case 'unfit_assignee':
      return `${key} was not assigned: ${ASSIGNEE_FLAWS[rejection.flaw]}. Nothing was changed.`;
    case 'already_resolved':
      return `${key} was already resolved by ${name(rejection.by)} ${since(rejection.at, now)}. Nothing left to do.`;
    case 'unknown_role':
      return `There is no role ${JSON.stringify(cutTo(MAX_NAME, rejection.name))}.${didYouMean(rejection.name, rejection.known)} There are: ${rejection.known.join(', ')}. Nothing was changed.`;
    case 'unfit_for_role':
      return `They can't be ${roleWord(rejection.role)} of ${key}: ${ASSIGNEE_FLAWS[rejection.flaw]}. Nothing was changed.`;
    case 'has_role':
      return `${name(rejection.holder)} is ${roleWord(rejection.role)} of ${key} already. Nothing was changed.`;
    case 'is_asked':
      return `${name(rejection.person)} is asked already to be ${roleWord(rejection.role)} of ${key}, and has not answered yet.`;
    case 'not_asked':
      return `You are not asked any more to be ${roleWord(rejection.role)} of ${key}. Nothing was changed.`;
    case 'nobody_has_role':
      return `Nobody is ${roleWord(rejection.role)} of ${key}. Nothing was changed.`;
    case 'empty_impact':
      return 'The update says nothing of the impact. Write a few words and send it again.';
    case 'impact_too_long':
      return `An update takes ${rejection.most} characters at most. Nothing was sent.`;
    case 'next_update_out_of_range':
      return `Promise the next update for a time that is still to come, and at most ${Math.round((rejection.max - now) / DAY)} days from now.`;
    case 'empty_task':
      return 'The task is empty. Write a few words and send it again.';
    case 'task_too_long':
      return `A task takes ${rejection.most} characters at most; the rest belongs in a note. Nothing was changed.`;
    case 'too_many_tasks':
      return `${key} has ${rejection.most} tasks already, and takes no more. Nothing was changed.`;
    case 'unfit_for_task':
      return `The task was not given to them: ${ASSIGNEE_FLAWS[rejection.flaw]}. Nothing was changed.`;
    case 'due_out_of_range':
      return `Choose a time that is still to come, and at most ${Math.round((rejection.max - now) / DAY)} days from now.`;
    case 'unknown_task':
      return `${key} has no task ${rejection.id}. Nothing was changed.`;
    case 'task_is_done':
      return `Task ${rejection.id} of ${key} was done by ${name(rejection.by)} ${since(rejection.at, now)} already.`;
    case 'task_is_open':
      return `Task ${rejection.id} of ${key} is open already.`;
    case 'same_urgency':
      return `${key} is ${rejection.urgency} already. Nothing was changed.`;
    case 'nothing_to_change':
      return `Title, description and service of ${key} are as you wrote them already. Nothing was changed.`;
    case 'empty_title':
      return 'The title is empty. Write a few words and send it again.';
    case 'unknown_service':
      return `There is no such service any more, so ${key} was not changed. Choose another one.`;
    case 'only_viewer':
      return `You can look at ${key}, but not change it: your role is viewer where it belongs. An admin can make you a responder there.`;
    case 'already_private':
      return `${key} is private already. Nothing was changed.`;
    case 'unfit_channel':
      return `${key} was not moved. ${CHANNEL_FLAWS[rejection.flaw]}`;
    case 'already_open':
      return `${key} is already open.`;
    case 'not_snoozed':
      return `${key} isn't snoozed: it is ${status}.`;
    case 'not_while':
      return `That can't be done while ${key} is ${statusLabel(rejection.status).toLowerCase()}.${WAY_OUT[rejection.status]}`;
    case 'nothing_to_escalate':
      return `${key} has no further escalation step. \`/opsknight page @somebody ${key}\` calls whom you choose.`;
    case 'not_acknowledged':
      return `Nobody has ${key} now: it is ${status}.${state.status === 'RESOLVED' ? WAY_OUT.RESOLVED : ' Acknowledge it to take it.'}`;
    case 'nothing_to_ask':
      return `That question is no longer open: ${key} is ${status}.`;
    case 'snooze_out_of_range':
      return `Choose a time between 1 minute and ${Math.round((rejection.max - now) / DAY)} days from now.`;
    case 'empty_note':
      return 'The note is empty. Write a few words and send it again.';
    case 'empty_message':
      return `That message has no words, so the timeline of ${key} was not changed. \`/opsknight note ${key} …\` adds words of your own.`;
    case 'has_message':
      return `The timeline of ${key} has that message already. Nothing was changed.`;
    case 'has_channel':
      return `${key} has a channel of its own already, or one is being made. Its thread says where it is.`;
    case 'unfit_room':
      return `${ROOM_FLAWS[rejection.flaw]} Nothing was changed. \`/opsknight channel ${key}\` makes a channel for it.`;
    case 'unknown_runbook':
      return `There is no runbook ${JSON.stringify(cutTo(MAX_NAME, rejection.name))}.${didYouMean(rejection.name, rejection.known) || knownRunbooks(rejection.known)} Nothing was begun.`;
    case 'runbook_runs':
      return `${rejection.name} runs for ${key} already. Its progress is shown where the incident is.`;
    case 'question_is_over':
      return `That question of a runbook for ${key} is over: somebody has answered it, or its time has passed. Nothing was changed.`;
    case 'asked_of_others':
      return `A runbook asks others that, for ${key}. Nothing was changed.`;
    case 'no_channel':
      return `${key} has no channel of its own that is still open. Nothing was changed.`;
    case 'not_over':
      return `${key} is ${status}, so its channel is still needed. Nothing was changed.`;
    case 'step_not_failed':
      return 'That step has not failed, or somebody has seen to it already. Nothing was changed.';
    case 'of_closed_project':
      return `${key} belongs to a closed project, which only the project's own channels show. A public channel would show it to others, so none was made.`;
    case 'merged':
      return `${key} was merged into ${named(rejection.into)}. ${rejection.into === null ? 'Nothing was changed.' : 'Please go on there.'}`;
    case 'not_merged':
      return `${key} isn't merged: it is ${status}. Nothing was changed.`;
    case 'merge_is_settled':
      return `The merge into ${named(rejection.into)} can't be undone any more: something has happened since. ${key} stays merged; if it is a problem of its own, create a new incident.`;
    case 'same_incident':
      return `Both are ${key}. Name another incident.`;
    case 'unknown_other':
      return unknownIncident(rejection.number);
    case 'other_is_resolved':
      return `${incidentKey(rejection.number)} is resolved. Reopen it first, or choose one that is open.`;
    case 'other_is_merged':
      return `${incidentKey(rejection.number)} was merged into ${named(rejection.into)}. ${rejection.into === number ? 'Nothing was changed.' : 'Choose that one.'}`;
    case 'other_audience':
      return `Not everybody who may see ${key} may see ${incidentKey(rejection.number)}, so they can't become one. Nothing was changed; you can link them.`;
    case 'too_many_merged':
      return `${incidentKey(rejection.number)} would become too large: ${rejection.most} incidents, and their alerts, can be merged into one. Nothing was changed.`;
    case 'already_linked':
      return `${key} and ${incidentKey(rejection.number)} are linked already.`;
    case 'not_linked':
      return `${key} and ${incidentKey(rejection.number)} aren't linked. Nothing was changed.`;
    case 'too_many_links':
      return `${incidentKey(rejection.number)} has ${rejection.most} links already, and takes no more. Remove one first.`;
    case 'continued_as':
      return rejection.number === null
        ? `${key} stays closed: the same alert goes on as an incident that you may not see.`
        : `${key} stays closed: the same alert goes on as ${incidentKey(rejection.number)}. Please work there.`;
  }
}

const ROOM_FLAWS: Record<RoomFlaw, string> = {
  not_both_in:
    'Both you and OpsKnight have to be in that channel: write `/invite @OpsKnight` there, then say it again.',
  archived: 'That channel is archived.',
  public: 'Everybody can read that channel, and not everybody may see the incident: it takes a private one.',
  external: 'People of other organisations are in that channel, and would see the incident.',
  of_many: 'Incidents are shown in that channel by the settings, so it can’t be one’s own.',
  taken: 'That channel is another incident’s own.',
};

const MAX_NAME = 100;
const MAX_LISTED = 20;

function knownRunbooks(known: readonly string[]): string {
  if (known.length === 0) return ' opsknight.yml has none yet.';
  return ` There are: ${known.slice(0, MAX_LISTED).join(', ')}${known.length > MAX_LISTED ? ', …' : ''}.`;
}

/** An incident that whoever reads it may not know of is named to nobody. */
function named(number: number | null): string {
  return number === null ? 'an incident that you may not see' : incidentKey(number);
}

/** For a button or a command that names an incident which isn't there, or which the person may not know of: alike. */
export function unknownIncident(number: number): string {
  return `There is no ${incidentKey(number)}, or it belongs to a private channel that you aren't in. \`/opsknight incidents\` shows what is open.`;
}

const CHANNEL_FLAWS: Record<ChannelFlaw, string> = {
  not_both_in:
    'It can only go to a private channel that both you and OpsKnight are in: write `/invite @OpsKnight` there, then choose it again.',
  public: 'Everybody can read that channel: choose a private one.',
  archived: 'That channel is archived: choose another one.',
};

type Refusing = Extract<Rejection, { reason: 'not_while' }>['status'];

const WAY_OUT: Record<Refusing, string> = {
  ACKNOWLEDGED: ' Whoever acknowledged it is on it.',
  SNOOZED: ' Acknowledge it or wake it up first.',
  MERGED: ' Work on it goes on in the one that it was merged into.',
  RESOLVED: ' If the problem is back, reopen it or create a new incident.',
};
