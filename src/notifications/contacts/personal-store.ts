import type { UtcMs } from '../../lib/clock.ts';
import type { PersonActor } from '../../people/actor.ts';
import type { ContactMethod, ShownMethod } from '../../people/contact.ts';
import type { OwnedSetting } from '../../settings/owned.ts';
import type { Entered } from './codes.ts';

/** Somebody whom opsknight.yml knows, and who sets how they are reached. */
export type Owner = PersonActor & { userId: number };

export type MethodAddress = Pick<ContactMethod, 'kind' | 'address'>;

/** How somebody is reached besides Slack, as they see it themselves. */
export interface OwnReach {
  methods: ShownMethod[];
  /** Those that hold, and whose they are. */
  quietHours: { from: string; to: string; isOfFile: boolean } | null;
  /** IANA; what quiet hours go by. */
  timezone: string;
  /** The file that the person's entry belongs to; null when it belongs to none. */
  owner: OwnedSetting | null;
}

export type CodeAsked =
  | 'sent'
  /** It needs none: it is verified, or opsknight.yml names it. */
  | 'there'
  /** They have too many methods. */
  | 'full'
  /** Too many codes were asked for, by the person or for the address. */
  | 'too_many';

export interface PersonalContactStore {
  of(userId: number): Promise<OwnReach>;
  /** Notes an address, and owes it a code; again, for one that waits for its code. */
  add(method: ContactMethod, by: Owner, requestKey: string, now: UtcMs): Promise<CodeAsked>;
  /** Enters a code; with the right one the method is used from now on. */
  enter(
    method: MethodAddress,
    code: string,
    by: Owner,
    now: UtcMs,
  ): Promise<Entered | { kind: 'there' } | { kind: 'gone' }>;
  /** @returns false for one that is theirs no more, or that belongs to a file. */
  setAfter(method: ContactMethod, by: Owner, now: UtcMs): Promise<boolean>;
  /** @returns false when there was nothing to remove. */
  remove(method: MethodAddress, by: Owner, now: UtcMs): Promise<boolean>;
  /** Null: those of opsknight.yml, if it has any. */
  setQuietHours(hours: { from: string; to: string } | null, by: Owner, now: UtcMs): Promise<void>;
  test(method: MethodAddress, by: Owner, requestKey: string, now: UtcMs): Promise<'sent' | 'too_many' | 'gone'>;
  /** A code or a test did not get through: its delivery is failed, and its person is told. @returns false when it was not owed any more. */
  checkFailed(
    failed: { deliveryId: number; code: string; connectionId: number; slackUserId: string; words: string },
    now: UtcMs,
  ): Promise<boolean>;
}
