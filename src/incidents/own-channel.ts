import { HOUR } from '../lib/clock.ts';
import { type DecisionContext, NO_TIMERS } from './change.ts';
import type { Command } from './commands.ts';
import { accept, type Decision, reject } from './decision.ts';
import { archiving, isOpen } from './own-channel-timers.ts';
import { type Incident, isOver } from './types.ts';

/** Whoever has written in a channel within this time may not have finished. */
const QUIET = HOUR;

/** Nobody is asked more often. */
const MIN_ASK_AGAIN = HOUR;

/** Of a private incident it is private as well. */
export function requestChannel(
  incident: Incident,
  { in: place }: Extract<Command, { type: 'request_channel' }>,
  context: DecisionContext,
): Decision {
  const { actor, ownChannel } = context;
  const { status } = incident.state;
  if (status === 'RESOLVED') return reject({ reason: 'not_while', status });
  if (ownChannel === 'closed_project') return reject({ reason: 'of_closed_project' });
  const asked = place ?? (actor.kind === 'person' ? { connectionId: actor.connectionId } : null);
  if (ownChannel === 'there' || ownChannel === 'borrowed' || asked === null) return reject({ reason: 'has_channel' });
  return accept(incident, context, {}, [{ kind: 'channel_requested', ...asked }], NO_TIMERS);
}

/** One that people had before is theirs: nothing of it is changed, and it is not archived. */
export function useChannel(
  incident: Incident,
  { channelId }: Extract<Command, { type: 'use_channel' }>,
  context: DecisionContext,
): Decision {
  const { actor, privacy, ownChannel } = context;
  const { status } = incident.state;
  if (status === 'RESOLVED') return reject({ reason: 'not_while', status });
  if (ownChannel === 'closed_project') return reject({ reason: 'of_closed_project' });
  if (ownChannel === 'there' || ownChannel === 'borrowed') return reject({ reason: 'has_channel' });
  if (actor.kind !== 'person') return reject({ reason: 'unfit_room', flaw: 'not_both_in' });
  const place = privacy.room(channelId, actor);
  if (!place.fit) return reject({ reason: 'unfit_room', flaw: place.flaw });
  const { connectionId } = actor;
  const fact = { kind: 'channel_made', connectionId, channelId, name: place.name, isConverted: true } as const;
  return accept(incident, context, {}, [fact], NO_TIMERS);
}

/** What has come of it. One that turns out to be there after the end is archived as others are; one in use is looked at again. */
export function noteChannel(
  incident: Incident,
  { fact }: Extract<Command, { type: 'note_channel' }>,
  context: DecisionContext,
): Decision {
  const goesOn = fact.kind === 'channel_made' || fact.kind === 'channel_in_use';
  const timers =
    goesOn && isOver(incident.state)
      ? archiving(context, fact.kind === 'channel_in_use' ? MIN_ASK_AGAIN : 0)
      : NO_TIMERS;
  return accept(incident, context, {}, [fact], timers);
}

/** The clock looks first whether people are still writing there; who asks for it has. */
export function archiveChannel(incident: Incident, context: DecisionContext): Decision {
  const { actor, archiveAfter } = context;
  if (!isOver(incident.state)) return reject({ reason: 'not_over' });
  const isAsked = actor.kind === 'person';
  const isWanted = isAsked || actor.kind === 'runbook' || archiveAfter !== null;
  if (!isOpen(context) || !isWanted) return reject({ reason: 'no_channel' });
  const quiet = isAsked ? 0 : Math.min(QUIET, archiveAfter ?? QUIET);
  return accept(incident, context, {}, [{ kind: 'channel_closing', quiet }], { set: [], cancel: ['archive_channel'] });
}

/** It stays, until people archive it. */
export function keepChannel(incident: Incident, context: DecisionContext): Decision {
  if (!isOpen(context)) return reject({ reason: 'no_channel' });
  return accept(incident, context, {}, [{ kind: 'channel_kept' }], { set: [], cancel: ['archive_channel'] });
}
