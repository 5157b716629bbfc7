import type { UtcMs } from '../../lib/clock.ts';

/** The channel of an incident's own, as far as it is made. */
export interface OwnChannel {
  incidentNumber: number;
  connectionId: number;
  /** What it is called by: the setting as it was when it was asked for. */
  nameTemplate: string;
  /** What it is for, in the words of whoever asked for it; null for ours. */
  purpose: string | null;
  /** The settings give it to the incident; nobody has asked for it. */
  isByRule: boolean;
  /** How many names turned out to be taken. */
  takenNames: number;
  /** Null until it is made. */
  channelId: string | null;
  /** People had it before: its topic and name are theirs, and it is not archived. */
  isConverted: boolean;
  /** Where its people talk; null for nowhere, or while it is not known. */
  callUrl: string | null;
  /** The one that the incident had before, as it was called; null for none. */
  predecessor: { channelId: string; name: string } | null;
  /** As it was written last; null for never. */
  topic: string | null;
  hasPurpose: boolean;
  hasPin: boolean;
  /** How many there are. */
  bookmarks: number;
  /** It is to be archived, if nobody has written there for so many milliseconds; null while it is not. */
  archiveIfQuietFor: number | null;
  /** The incident is private, so its channel is to be; null while Slack has not yet told whether it is. */
  isPrivate: boolean | null;
  /** The incident is of a closed project by now, or is private and this channel is not for it: it shows nothing of it. */
  isHidden: boolean;
  /** Since when the incident is over, or goes on as another one; null while it is not. */
  overSince: UtcMs | null;
  /** Its card there; null until that is posted. */
  cardTs: string | null;
  /**
   * Who is to be in it, as cards name them: whoever asked for it, was called, or has the incident. Of a private one nobody who may not see
   * it.
   */
  people: string[];
  /** The Slack accounts that were invited: whoever has left since is not brought back. */
  invited: ReadonlySet<string>;
}

/** What of it was done, or tried in vain: neither is done again. */
export type OwnChannelProgress = Partial<
  Pick<OwnChannel, 'topic' | 'hasPurpose' | 'hasPin' | 'bookmarks' | 'takenNames'>
>;

/** Where people work on an incident. */
export interface Room {
  connectionId: number;
  channelId: string;
  /** As it is called now, without "#". */
  name: string;
  isPrivate: boolean;
  callUrl: string | null;
}

export interface OwnChannelStore {
  /** The channel that an incident has of its own; null for none, and for one that shows nothing of it. */
  roomOf(incidentNumber: number): Promise<Room | null>;
  note(incidentNumber: number, progress: OwnChannelProgress): Promise<void>;
  noteInvited(incidentNumber: number, slackUserId: string): Promise<void>;
  /** The incident whose own a channel is; null for every other one. What people had before is theirs again when that is over. */
  incidentOf(connectionId: number, channelId: string): Promise<number | null>;
}
