import type { UtcMs } from '../lib/clock.ts';
import type { Actor, PersonActor } from '../people/actor.ts';
import { accept } from './accept.ts';
import { type Change, type DecisionContext, NO_TIMERS } from './change.ts';
import { type Decision, reject } from './decision.ts';
import type { Incident } from './types.ts';

/** A message in Slack; two with the same are the same. */
export interface MessageRef {
  connectionId: number;
  channelId: string;
  ts: string;
}

/** How a message came into a timeline: by a pin, with which it goes again, or by somebody's choice. */
export type MessageWay = 'pin' | 'choice';

/** What somebody has written in Slack, as a timeline takes it. */
export interface TimelineMessage {
  ref: MessageRef;
  author: Actor;
  text: string;
  writtenAt: UtcMs;
  /** Slack's time of its last edit; null for never. Of two edits the later one counts, in whatever order they come. */
  editedTs: string | null;
  way: MessageWay;
}

/** A message that is in the timeline. */
export type MessageEntry = Pick<TimelineMessage, 'text' | 'editedTs' | 'way'>;

/** What becomes of a message in the timeline. The one that is added is the only event of its Change with a fact of its kind. */
export type MessageChange =
  | ({ kind: 'added'; ref: MessageRef } & Pick<TimelineMessage, 'editedTs' | 'way'>)
  | { kind: 'edited'; ref: MessageRef; text: string; editedTs: string | null }
  | { kind: 'withdrawn'; ref: MessageRef };

/** It stands there once, as its author's, at the time at which it was written. */
export function addMessage(incident: Incident, message: TimelineMessage, context: DecisionContext): Decision {
  const { ref, author, text, writtenAt, editedTs, way } = message;
  if (text.trim() === '') return reject({ reason: 'empty_message' });
  if (context.messageEntry(ref)) return reject({ reason: 'has_message' });
  const at = Math.min(writtenAt, context.now);
  const change = changed(incident, { kind: 'added', ref, editedTs, way }, context);
  const event = { at, actor: author, fact: { kind: 'message_added', text, addedBy: personOf(context.actor) } } as const;
  return { ok: true, change: { ...change, events: [...change.events, event] } };
}

export function editMessage(
  incident: Incident,
  { ref, text, editedTs }: Pick<TimelineMessage, 'ref' | 'text' | 'editedTs'>,
  context: DecisionContext,
): Decision {
  const entry = context.messageEntry(ref);
  const isOlder = Number(editedTs ?? 0) < Number(entry?.editedTs ?? 0);
  if (!entry || isOlder || entry.text === text) return reject({ reason: 'nothing_to_change' });
  if (text.trim() === '') return withdrawn(incident, ref, context);
  return { ok: true, change: changed(incident, { kind: 'edited', ref, text, editedTs }, context) };
}

/** @param way only one that came this way; null for any. */
export function withdrawMessage(
  incident: Incident,
  { ref, way }: { ref: MessageRef; way: MessageWay | null },
  context: DecisionContext,
): Decision {
  const entry = context.messageEntry(ref);
  if (!entry || (way !== null && entry.way !== way)) return reject({ reason: 'nothing_to_change' });
  return withdrawn(incident, ref, context);
}

function withdrawn(incident: Incident, ref: MessageRef, context: DecisionContext): Decision {
  return { ok: true, change: changed(incident, { kind: 'withdrawn', ref }, context) };
}

function changed(incident: Incident, message: MessageChange, context: DecisionContext): Change {
  return { ...accept(incident, context, {}, [], NO_TIMERS), message };
}

function personOf(actor: Actor): PersonActor | null {
  return actor.kind === 'person' ? actor : null;
}
