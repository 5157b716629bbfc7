import { lookUp } from '../lib/look-up.ts';
import { explain } from '../notifications/queue/slack-errors.ts';

/** What a step of a runbook does, in a few words. */
const WORDS: Record<string, string> = {
  'slack.create_channel': 'Channel of its own',
  'slack.send_message': 'Message',
  'slack.create_thread': 'Thread',
  add_note: 'Note',
  assign: 'Assignment',
  set_urgency: 'Urgency',
  wait: 'Wait',
};

/** Why a step did not go as it was to, where Slack has not said so. */
const OUTCOMES: Record<string, string> = {
  time_is_up: 'nothing has come of it for long',
  no_channel: 'the incident is shown in no channel',
  no_incident: 'there is no such incident',
  incident_is_private: 'left out, since not everybody there may see the incident',
  incident_is_over: 'the incident is over',
  of_closed_project: 'left out, since the incident belongs to a closed project',
  not_while: 'not while the incident is as it is',
  unfit_assignee: 'it can’t be given to them',
  merged: 'the incident goes on as another one',
};

/** "Message: the channel is archived" */
export function stepWords({
  action,
  state,
  outcome,
}: {
  action: string;
  state: string;
  outcome: string | null;
}): string {
  const words = lookUp(WORDS, action) ?? action;
  if (state === 'under_way') return `${words}, under way`;
  if (outcome === null) return state === 'cancelled' ? `${words}, not done` : words;
  return `${words}: ${lookUp(OUTCOMES, outcome) ?? explain(outcome).meaning}`;
}
