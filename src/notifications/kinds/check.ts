import type { UtcMs } from '../../lib/clock.ts';
import type { ContactKind } from '../../people/contact.ts';
import type { Lane, NotificationPlan } from '../plan/operations.ts';
import { PRIORITY } from '../priority.ts';
import type { Job } from '../types.ts';
import type { Kind } from './kind.ts';

/** Something that goes by a way to reach somebody so that they see that it does: a code that they enter, or a test. */
export interface CheckJob extends Job {
  check: Check;
}

export interface Check {
  method: ContactKind;
  address: string;
  /** Whom it is about, by their Slack account. */
  slackUserId: string;
  /** As people know them. */
  name: string;
  /** Null for a test. */
  code: string | null;
}

/** `nonce`: what the code is made of, which is not kept here; null for a test. */
interface CheckDetail {
  connectionId: number;
  slackUserId: string;
  name: string;
  method: ContactKind;
  address: string;
  code: { userId: number; nonce: string } | null;
}

/** Shows that a way to reach somebody leads to them. */
export const check: Kind<CheckJob> = {
  isMessage: true,
  followers: [],
  async load({ detail }, disk) {
    const { connectionId, slackUserId, name, method, address, code } = detail as CheckDetail;
    const known = code && (await disk.contactCode(code.userId, { kind: method, address }, code.nonce));
    // There is a newer one, it has been entered, or its address was taken out.
    if (code && known === null) return null;
    const place = { connectionId, target: slackUserId, channelId: null, ts: null, reroutedFrom: null };
    const check = { method, address, slackUserId, name, code: known };
    return { kind: 'check', place, about: null, message: null, check };
  },
  draw: async () => null,
  incidents: () => [],
  callsTo: () => null,
};

/** Owes an address a code or a test, in the lane of its pages. @param key Nobody else's. */
export function owedCheck(key: string, detail: CheckDetail, since: UtcMs): NotificationPlan {
  const lane: Lane = { connectionId: detail.connectionId, target: `${detail.method}:${detail.address}` };
  const work = { kind: 'check', of: key } as const;
  return [{ do: 'owe', work, thread: null, detail, lane, method: 'contact', priority: PRIORITY.human, since }];
}
