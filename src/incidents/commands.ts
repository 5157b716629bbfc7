import type { UtcMs } from '../lib/clock.ts';
import type { Call } from '../oncall/call.ts';
import type { Urgency } from '../oncall/urgency.ts';
import type { Actor, PersonActor } from '../people/actor.ts';
import type { Assignee, AssigneeFlaw } from '../people/assignee.ts';
import type { PersonTarget } from '../people/page-target.ts';
import type { AppliedRule } from '../routing/rule.ts';
import type { HeldAlert, IncidentAlert } from './alerts.ts';
import type { MessageRef, MessageWay, TimelineMessage } from './messages.ts';
import type { ChannelFlaw, RoomFlaw } from './privacy.ts';
import type { TaskForm } from './tasks.ts';
import type { ChannelFact, ContactFact } from './timeline.ts';
import type { Status } from './types.ts';
import type { StatusUpdate } from './updates.ts';

/** What can be asked of an existing incident, whoever asks: a person, a monitor or a timer. */
export type Command =
  | { type: 'acknowledge' }
  /** Somebody is to have it, whoever has it now. */
  | { type: 'assign'; to: Assignee }
  /** Somebody is to have a role in it: whoever asks, at once; others when they accept. */
  | { type: 'assign_role'; role: string; to: Assignee }
  /** By whoever is asked to have it. */
  | { type: 'accept_role'; role: string }
  | { type: 'decline_role'; role: string }
  /** Nobody is to have it. */
  | { type: 'end_role'; role: string }
  /** Stakeholders are told how far it is. */
  | ({ type: 'update_status' } & StatusUpdate)
  /** The clock: they have not been told anything for long. */
  | { type: 'remind_of_update' }
  /** Something is to be done for it. */
  | ({ type: 'add_task' } & TaskForm<Assignee>)
  /** What isn't said of a task stays. */
  | { type: 'change_task'; id: number; form: Partial<TaskForm<Assignee>> }
  | { type: 'finish_task'; id: number }
  | { type: 'reopen_task'; id: number }
  /** The clock: some of its tasks are due. */
  | { type: 'remind_of_tasks' }
  | { type: 'resolve'; note: string | null }
  /** Also what "unacknowledge" means: whatever it was, it is open again and escalates from the first step. */
  | { type: 'reopen' }
  /** Its owner, or another one, gives it up: the same for what is acknowledged, and for nothing else. */
  | { type: 'hand_back' }
  | { type: 'snooze'; until: UtcMs }
  | { type: 'wake' }
  /** `dueAt`: when the step was due, for the clock that gives the command; people mean now. */
  | { type: 'escalate'; dueAt?: UtcMs }
  /** From the first step, with the policy as it is now; the clock says so where the settings have changed. */
  | { type: 'restart_escalation' }
  /** Calls others to it. */
  | { type: 'page'; call: Call }
  /** Slack refused the direct message to somebody. `target`: as their card has it. */
  | { type: 'page_failed'; target: string; name: string; code: string }
  /** What came of calling somebody by another way than Slack. */
  | { type: 'note_contact'; fact: ContactFact; target: string; eventId: number }
  /** It is to have a channel of its own, in the connection of whoever asks; or in this one, called so. */
  | { type: 'request_channel'; in?: { connectionId: number; name: string } }
  /** This channel, in the connection of whoever asks, is its own from now on. */
  | { type: 'use_channel'; channelId: string }
  /** A runbook is to be begun for it, by hand. */
  | { type: 'run_runbook'; name: string }
  /** A step of a runbook that failed is to be done again, or left. */
  | { type: 'resume_runbook_step'; stepId: number; how: 'retry' | 'skip' }
  /** The answer to what a runbook asks; `choice`: which of them. */
  | { type: 'answer_runbook'; stepId: number; choice: number }
  /** What came of making it. */
  | { type: 'note_channel'; fact: Exclude<ChannelFact, { kind: 'channel_requested' }> }
  /** Its channel is to be archived; the clock asks first where people are still writing. */
  | { type: 'archive_channel' }
  /** Its channel stays. */
  | { type: 'keep_channel' }
  | { type: 'check_sla' }
  /** It has lasted as long as it was to, before anybody hears of it. */
  | { type: 'show_delayed' }
  /** Its alert has not come again for long; for `heardFor` milliseconds it would have been heard. */
  | { type: 'resolve_silent'; heardFor: number }
  /** Its alert was flapping, and has neither come nor gone for long; for `heardFor` milliseconds it would have been heard. */
  | { type: 'end_flapping'; heardFor: number }
  /** Whether what its service depends on is well again. */
  | { type: 'check_dependency' }
  /** The maintenance of its service is over, or has another end now. */
  | { type: 'end_maintenance' }
  /** Asks the owner whether they are still on it. */
  | { type: 'remind' }
  /** The owner's yes. */
  | { type: 'confirm' }
  /** The owner did not answer: it is open again. */
  | { type: 'take_back' }
  /** The same alert again: its dedup key matched this incident. `held`: as `DecideForAlert` has it. */
  | { type: 'repeat_alert'; urgency: Urgency; title: string; held?: HeldAlert | null }
  /** Another alert of its group; `rules`: those that made it what it is. */
  | {
      type: 'join_alert';
      alert: Pick<IncidentAlert, 'dedupKey' | 'serviceId' | 'title'>;
      urgency: Urgency;
      rules: AppliedRule[];
    }
  /** A monitor says that the alert is over; so is the incident, unless others of its alerts fire. */
  | { type: 'resolve_alert'; held?: HeldAlert | null }
  | { type: 'note'; text: string }
  /** What somebody has written in Slack is to be in its timeline. */
  | { type: 'add_message'; message: TimelineMessage }
  | ({ type: 'edit_message' } & Pick<TimelineMessage, 'ref' | 'text' | 'editedTs'>)
  /** `way`: only if it came so; null: however it came. */
  | { type: 'withdraw_message'; ref: MessageRef; way: MessageWay | null }
  | { type: 'set_urgency'; urgency: Urgency }
  /** It belongs to this private channel from now on, and only its members see it. */
  | { type: 'mark_private'; connectionId: number; channelId: string }
  /** What isn't said stays as it is. */
  | { type: 'edit'; title?: string; description?: string | null; serviceId?: number | null };

/** What can be asked of an incident and another one. */
export type PairCommand =
  /** It goes on as that one. */
  | { type: 'merge'; into: number }
  | { type: 'undo_merge' }
  /** They have to do with each other. */
  | { type: 'link'; to: number }
  | { type: 'unlink'; to: number };

/** Commands that name somebody. */
type Naming = Extract<Command, { type: 'assign' | 'assign_role' | 'add_task' | 'change_task' }>;

/** A command that names nobody. */
export type PlainCommand = Exclude<Command, Naming>;

/** The same as people and programs give it. */
export type NamingCommand =
  | { type: 'assign'; to: PersonTarget }
  | { type: 'assign_role'; role: string; to: PersonTarget }
  | ({ type: 'add_task' } & TaskForm<PersonTarget>)
  | { type: 'change_task'; id: number; form: Partial<TaskForm<PersonTarget>> };

/** A command as people and programs give it: whom it names is looked up when it is carried out. */
export type AskedCommand = PlainCommand | NamingCommand | PairCommand;

/** Why a command changed nothing. Each is an answer to a person, never an exception. */
export type Rejection =
  | { reason: 'already_acknowledged'; by: Actor; at: UtcMs }
  | { reason: 'already_resolved'; by: Actor; at: UtcMs }
  | { reason: 'already_theirs'; owner: Actor }
  | { reason: 'unfit_assignee'; flaw: AssigneeFlaw }
  | { reason: 'unknown_role'; name: string; known: readonly string[] }
  | { reason: 'unfit_for_role'; role: string; flaw: AssigneeFlaw }
  | { reason: 'has_role'; role: string; holder: PersonActor }
  | { reason: 'is_asked'; role: string; person: PersonActor }
  /** To take a role, by whoever says yes or no to it. */
  | { reason: 'not_asked'; role: string }
  | { reason: 'nobody_has_role'; role: string }
  | { reason: 'empty_impact' }
  | { reason: 'impact_too_long'; most: number }
  | { reason: 'next_update_out_of_range'; max: UtcMs }
  | { reason: 'empty_task' }
  | { reason: 'task_too_long'; most: number }
  | { reason: 'too_many_tasks'; most: number }
  | { reason: 'unfit_for_task'; flaw: AssigneeFlaw }
  | { reason: 'due_out_of_range'; max: UtcMs }
  | { reason: 'unknown_task'; id: number }
  | { reason: 'task_is_done'; id: number; by: Actor; at: UtcMs }
  | { reason: 'task_is_open'; id: number }
  | { reason: 'same_urgency'; urgency: Urgency }
  | { reason: 'nothing_to_change' }
  | { reason: 'empty_title' }
  | { reason: 'unknown_service' }
  /** Whoever asks may look at it, and change nothing of it. */
  | { reason: 'only_viewer' }
  | { reason: 'already_private' }
  | { reason: 'unfit_channel'; flaw: ChannelFlaw }
  | { reason: 'already_open' }
  | { reason: 'not_snoozed' }
  | { reason: 'not_while'; status: Exclude<Status, 'OPEN'> }
  | { reason: 'nothing_to_escalate' }
  | { reason: 'not_acknowledged' }
  | { reason: 'nothing_to_ask' }
  | { reason: 'snooze_out_of_range'; min: UtcMs; max: UtcMs }
  | { reason: 'empty_note' }
  /** A message without a word, such as a picture alone. */
  | { reason: 'empty_message' }
  /** The timeline has that message. */
  | { reason: 'has_message' }
  /** It has a channel of its own, or one is being made. */
  | { reason: 'has_channel' }
  | { reason: 'unfit_room'; flaw: RoomFlaw }
  | { reason: 'unknown_runbook'; name: string; known: readonly string[] }
  | { reason: 'runbook_runs'; name: string }
  | { reason: 'step_not_failed' }
  /** Somebody has answered, or its time is over. */
  | { reason: 'question_is_over' }
  /** It was put to others. */
  | { reason: 'asked_of_others' }
  /** There is none that could be archived, or kept. */
  | { reason: 'no_channel' }
  /** Its channel is needed. */
  | { reason: 'not_over' }
  /** It is heard of in the channels of its project alone. */
  | { reason: 'of_closed_project' }
  /** It goes on as another one; null for whoever may not know of that one. */
  | { reason: 'merged'; into: number | null }
  | { reason: 'not_merged' }
  /** Something has happened since it was merged. */
  | { reason: 'merge_is_settled'; into: number | null }
  | { reason: 'same_incident' }
  /** There is no such other one, as far as whoever asks may know. */
  | { reason: 'unknown_other'; number: number }
  | { reason: 'other_is_resolved'; number: number }
  | { reason: 'other_is_merged'; number: number; into: number | null }
  /** Not everybody who may see the one may see the other. */
  | { reason: 'other_audience'; number: number }
  | { reason: 'too_many_merged'; number: number; most: number }
  | { reason: 'already_linked'; number: number }
  | { reason: 'not_linked'; number: number }
  /** `number`: the one of both that has so many. */
  | { reason: 'too_many_links'; number: number; most: number }
  /**
   * A newer incident has taken over the dedup key, so this one can't be opened again. `number`: null for whoever may not know of
   * that one.
   */
  | { reason: 'continued_as'; number: number | null };
