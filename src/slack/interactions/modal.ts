import type { App, ViewSubmitAction } from '@slack/bolt';
import type { ModalView } from '@slack/types';
import { z } from 'zod';
import type { Rejection } from '../../incidents/commands.ts';
import type { Incident } from '../../incidents/types.ts';
import type { SlackMessage } from '../../notifications/message.ts';
import { unknownIncident } from '../../words/rejections.ts';
import type { Answer } from '../actions/action-service.ts';
import type { Action } from '../actions/request.ts';
import { toSlackFailure } from '../api/failures.ts';
import { isPassing } from '../api/patience.ts';
import { asTyped } from '../cards/mrkdwn.ts';
import { askAgain, notice, tooSlow } from '../cards/replies.ts';
import { type Asker, afterwards, tell } from './answers.ts';
import type { Deps } from './deps.ts';
import { isFromHome, markFromHome } from './from-home.ts';
import { askerOf, type ControlRequest, visibleIncident } from './interaction.ts';
import { showHome } from './places.ts';
import { refused, type Wanted } from './refusal.ts';
import { coveringPlace, placeBelow, placeOf, type StormPlace } from './storm/place.ts';
import { showStorm } from './storm/redraw.ts';

/** Slack's word that a trigger is too old, or was used before. */
const TOO_LATE = ['expired_trigger_id', 'exchanged_trigger_id', 'trigger_expired', 'trigger_exchanged'];

/**
 * Opens a modal, or says that there was too little time for it. A trigger lives three seconds
 * (https://docs.slack.dev/interactivity/handling-user-interaction), so it goes out before anything that takes time.
 */
export async function openModal(
  deps: Deps,
  { asker, triggerId, inView = null, storm = null, fromHome = false, onTop = storm !== null }: ModalRequest,
  view: ModalView,
): Promise<void> {
  const { views } = deps.interactive;
  const metadata = coveringPlace(view.private_metadata, storm);
  const shown = { ...view, private_metadata: fromHome ? markFromHome(metadata) : metadata };
  try {
    if (inView !== null) await views.update({ view_id: inView, view: shown });
    else if (onTop) await views.push({ trigger_id: triggerId, view: shown });
    else await views.open({ trigger_id: triggerId, view: shown });
  } catch (error) {
    const failure = toSlackFailure(error);
    if (!TOO_LATE.includes(failure.code)) throw failure;
    await tell(deps, asker, tooSlow());
  }
}

/** What somebody is told who may not do what a form is for; null for those who may. */
export async function formRefused(
  deps: Deps,
  slackUserId: string,
  wanted: Wanted | null,
): Promise<SlackMessage | null> {
  try {
    const refusal = await deps.actions.refusalOf(slackUserId);
    return refusal && refused(refusal, wanted);
  } catch (error) {
    if (isPassing(error)) return askAgain();
    throw error;
  }
}

/** Somebody who wants a form, and the way to show it to them. */
export interface FormRequest {
  asker: Asker;
  triggerId: string;
  /** The modal that they look at: the form takes its place. Null for none. */
  inView: string | null;
  /** What the storm's modal shows from which they come: the form lies on it, and it is drawn anew after that. */
  storm?: StormPlace | null;
  /** They come from their Home tab, which is drawn anew after that. */
  fromHome?: boolean;
  ack(): Promise<void>;
}

type ModalRequest = Pick<FormRequest, 'asker' | 'triggerId' | 'storm' | 'fromHome'> & {
  inView?: string | null;
  /** It lies on the modal that they look at. */
  onTop?: boolean;
};

export function formRequestOf(request: ControlRequest): FormRequest {
  const { body, ack } = request;
  const { view } = body;
  const isStorm = placeOf(view) !== null;
  const inView = view?.type === 'modal' && !isStorm ? view.id : null;
  const storm = placeOf(view) ?? (view ? placeBelow(view) : null);
  const fromHome = view?.type === 'home' || isFromHome(view);
  return { asker: askerOf(request), triggerId: body.trigger_id, inView, storm, fromHome, ack };
}

/**
 * Opens a modal about an incident, unless the person or the incident rules out what it is for.
 * @param options.evenResolved it can be done to what is over, too.
 */
export async function openForIncident(
  deps: Deps,
  request: FormRequest,
  wanted: Extract<Wanted, { number: number }>,
  view: (incident: Incident) => ModalView | Promise<ModalView>,
  { evenResolved = false } = {},
): Promise<void> {
  const { number } = wanted;
  const { asker } = request;
  await request.ack();
  const refusal = await formRefused(deps, asker.slackUserId, wanted);
  if (refusal) return tell(deps, asker, refusal);
  const incident = await visibleIncident(deps, asker.slackUserId, number);
  if (!incident) return tell(deps, asker, notice(unknownIncident(number)));
  const rejection = await formRejected(deps, asker.slackUserId, incident, evenResolved);
  if (!rejection) return openModal(deps, request, await view(incident));
  const answer = deps.answerMessage({ kind: 'commanded', number, outcome: { kind: 'rejected', rejection, incident } });
  if (answer) await tell(deps, asker, answer);
}

async function formRejected(
  deps: Deps,
  slackUserId: string,
  { state }: Incident,
  evenResolved: boolean,
): Promise<Rejection | null> {
  if (state.status === 'MERGED') {
    const survivor = await visibleIncident(deps, slackUserId, state.into);
    return { reason: 'merged', into: survivor?.number ?? null };
  }
  if (state.status !== 'RESOLVED' || evenResolved) return null;
  return { reason: 'already_resolved', by: state.by, at: state.at };
}

/** What a modal about an incident remembers while it is open (`private_metadata`). */
const incidentMetadata = z.object({ number: z.int().positive() });

export function writeMetadata(number: number): string {
  return JSON.stringify({ number } satisfies z.infer<typeof incidentMetadata>);
}

/** Throws when the view isn't one of ours: Slack gives back what we wrote, so anything else is a bug. */
export function readMetadata(view: { private_metadata: string }): number {
  return incidentMetadata.parse(JSON.parse(view.private_metadata)).number;
}

/** As much of a submitted view as its readers look at; Bolt's `ViewOutput` is one. */
export interface SubmittedView {
  private_metadata: string;
  state: { values: Record<string, Record<string, SubmittedInput>> };
}

export interface SubmittedInput {
  value?: string | null;
  selected_option?: { value: string } | null;
  selected_options?: readonly { value: string }[] | null;
  selected_date_time?: number | null;
  selected_user?: string | null;
  selected_time?: string | null;
}

/** What Slack shows beside the fields, by block id (`response_action: errors`). */
export interface Refused {
  errors: Record<string, string>;
}

/** The action id of the one element in every input block. */
export const INPUT = 'input';

export function inputOf(view: SubmittedView, blockId: string): SubmittedInput {
  return view.state.values[blockId]?.[INPUT] ?? {};
}

/** Text as typed, without the white space around it; null for none. */
export function textOf(view: SubmittedView, blockId: string): string | null {
  return inputOf(view, blockId).value?.trim() || null;
}

interface Modal {
  viewId: string;
  /** The field beside which an answer is shown that keeps the modal open; null where there is no field: it closes. */
  errorBlock: string | null;
}

interface AfterSubmission {
  words?(answer: Answer, slackUserId: string): Promise<SlackMessage | null>;
  follow?(answer: Answer, slackUserId: string, action: Action): Promise<void>;
}

/**
 * Listens to a modal, and does what it was for. What can't be done is said in the modal, which keeps what was typed.
 * @param after what is said instead of the usual words when it is done, and what comes after that
 */
export function onSubmission(
  app: App,
  deps: Deps,
  { viewId, errorBlock }: Modal,
  read: (view: SubmittedView) => Action | Refused,
  { words, follow }: AfterSubmission = {},
): void {
  app.view<ViewSubmitAction>({ type: 'view_submission', callback_id: viewId }, async ({ ack, body, view }) => {
    const slackUserId = body.user.id;
    const action = read(view);
    if ('errors' in action) return ack({ response_action: 'errors', errors: action.errors });
    const requestKey = body.view.id; // a modal has its effect once; one that was answered with an error had none yet
    const answer = await deps.actions.act({ requestKey, slackUserId, action });
    const message = deps.answerMessage(answer);
    await afterwards(answer, async () => {
      const staysOpen = errorBlock !== null && message !== null && changedNothing(answer);
      await (staysOpen ? ack({ response_action: 'errors', errors: { [errorBlock]: asTyped(message.text) } }) : ack());
      // "Link me" is a button, and a modal shows none beside a field.
      const isToldElsewhere = !staysOpen || (answer.kind === 'refused' && answer.kept !== null);
      const told = (await words?.(answer, slackUserId)) ?? message;
      if (told && isToldElsewhere) await tell(deps, { slackUserId, respond: undefined }, told);
      await follow?.(answer, slackUserId, action);
      if (!staysOpen && isFromHome(view)) await showHome(deps, slackUserId);
      const place = placeBelow(view);
      if (staysOpen || !place || !body.view.previous_view_id) return;
      if (answer.kind === 'bulk') await deps.stormIsDone(requestKey);
      await showStorm(deps, { viewId: body.view.previous_view_id, slackUserId, place });
    });
  });
}

function changedNothing(answer: Answer): boolean {
  switch (answer.kind) {
    case 'refused':
      return true;
    case 'commanded':
      return answer.outcome.kind === 'rejected' || answer.outcome.kind === 'not_found';
    case 'on_call':
      return !answer.done;
    default:
      return false;
  }
}
