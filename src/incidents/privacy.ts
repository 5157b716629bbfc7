import type { PersonActor } from '../people/actor.ts';
import type { DecisionContext } from './change.ts';
import { NO_TIMERS } from './change.ts';
import type { Command } from './commands.ts';
import { accept, type Decision, reject } from './decision.ts';
import { loser, ownerOf } from './ownership.ts';
import { restart } from './restart.ts';
import { rolesOfThose } from './roles.ts';
import type { PrivateHome } from './store.ts';
import type { TimelineFact } from './timeline.ts';
import type { Incident } from './types.ts';

/** Why an incident can't move to a channel to be private there. */
export type ChannelFlaw =
  /** The app isn't in it, or whoever asks isn't: neither learns from the answer which channels there are. */
  'not_both_in' | 'public' | 'archived';

/** A channel that somebody names. `target`: as cards have it. */
export type PrivatePlace = { fit: true; target: string } | { fit: false; flaw: ChannelFlaw };

/** Why a channel that is there can't become an incident's own. */
export type RoomFlaw =
  | 'not_both_in'
  | 'archived'
  /** Everybody can read it, and not everybody may see the incident. */
  | 'public'
  /** People of other organisations are in it. */
  | 'external'
  /** Incidents are shown there by the settings. */
  | 'of_many'
  /** It is another incident's. */
  | 'taken';

/** A channel that is to become an incident's own. */
export type RoomPlace = { fit: true; name: string } | { fit: false; flaw: RoomFlaw };

/** Who may see the incident, by what is known at the moment of the decision. */
export interface Privacy {
  /** It belongs to a private channel, as far as one workspace goes. */
  isPrivate(connectionId: number): boolean;
  /** @param asker whoever wants it there has to be there; null for who is no person. */
  place(connectionId: number, channelId: string, asker: PersonActor | null): PrivatePlace;
  room(channelId: string, asker: PersonActor): RoomPlace;
  /** Whether somebody sees it. */
  sees(person: PersonActor): boolean;
  /** Whether somebody still sees it once it belongs to that channel: they are in it, or were called to the incident. */
  keepsSeeing(person: PersonActor, connectionId: number, channelId: string): boolean;
}

/** Where nothing can be made private: of what is over, and by settings. */
export const NOWHERE_PRIVATE: Privacy = {
  isPrivate: () => false,
  place: () => ({ fit: false, flaw: 'not_both_in' }),
  room: () => ({ fit: false, flaw: 'not_both_in' }),
  sees: () => true,
  keepsSeeing: () => false,
};

/** Whether a private incident is shown in a channel of its workspace. */
export function isShownIn({ channelId: home, rooms }: PrivateHome, channelId: string | null): boolean {
  return channelId === home || (channelId !== null && rooms.includes(channelId));
}

type MarkPrivate = Extract<Command, { type: 'mark_private' }>;

/**
 * From now on it belongs to a private channel, for good. An owner who sees it no longer can't work on it: then it is open again,
 * so that it doesn't look taken care of.
 */
export function markPrivate(
  incident: Incident,
  { connectionId, channelId }: MarkPrivate,
  context: DecisionContext,
): Decision {
  const { actor, privacy } = context;
  if (privacy.isPrivate(connectionId)) return reject({ reason: 'already_private' });
  const place = privacy.place(connectionId, channelId, actor.kind === 'person' ? actor : null);
  if (!place.fit) return reject({ reason: 'unfit_channel', flaw: place.flaw });
  const fact: TimelineFact = { kind: 'marked_private', connectionId, channelId, target: place.target };
  const owner = ownerOf(incident);
  const keepsSeeing = (person: PersonActor) => privacy.keepsSeeing(person, connectionId, channelId);
  const { roles, facts } = rolesOfThose(incident, keepsSeeing, context);
  if (owner?.kind !== 'person' || keepsSeeing(owner)) {
    return accept(incident, context, { roles }, [fact, ...facts], NO_TIMERS);
  }
  const told = loser(incident, context);
  const reopened: TimelineFact = { kind: 'reopened', from: 'ACKNOWLEDGED', ...(told && { owner: told }) };
  return restart(incident, context, [fact, ...facts, reopened], { roles });
}
