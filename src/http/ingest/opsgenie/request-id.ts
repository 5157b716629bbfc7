import { createHmac, randomInt } from 'node:crypto';
import type { UtcMs } from '../../../lib/clock.ts';

/*
 * Opsgenie answers before it has done anything, and tells on request what came of it. Here everything is done and on disk when the
 * answer goes out, so the id of the request says it all: no row per request, and nothing that a restart forgets. A UUID of
 * version 8, with in its free bits
 *
 *   48 when (UTC ms) · 4 action · 4 result · 4 chance · 34 number of the incident (0: none) · 28 check
 *
 * The check is an HMAC under the secret of the API key, which comes with every request and is stored nowhere: ids that we never
 * made, and those of other keys, are unknown. It is no permission. The holder of a key could make up ids that stand with it, so whoever
 * reads one looks whether the key may know of the incident.
 */

/** What was asked for, as Opsgenie calls it. Known by their places: new ones go to the end. */
const REQUEST_ACTIONS = [
  'Create',
  'Acknowledge',
  'Close',
  'Snooze',
  'AddNote',
  'UpdateMessage',
  'UpdateDescription',
] as const;
export type RequestAction = (typeof REQUEST_ACTIONS)[number];

/** What came of it. Known by their places: new ones go to the end. */
const REQUEST_RESULTS = [
  'done',
  'counted',
  'alert_missing',
  'already_acknowledged',
  'already_closed',
  'snooze_out_of_range',
  'no_effect',
  'refused',
] as const;
export type RequestResult = (typeof REQUEST_RESULTS)[number];

/** A request that has been dealt with. */
export interface DoneRequest {
  at: UtcMs;
  action: RequestAction;
  result: RequestResult;
  /** The incident's number; null when there was none. */
  incident: number | null;
}

const VERSION = 0x80;
const VARIANT = 0b10n << 62n;
const NUMBER_BITS = 34n;
const CHECK_BITS = 28n;

/** The same for requests of one millisecond that had the same effect on the same incident, once in a while. */
export function requestIdOf({ at, action, result, incident }: DoneRequest, secret: string): string {
  const bytes = Buffer.alloc(16);
  bytes.writeUIntBE(at, 0, 6);
  bytes.writeUInt8(VERSION | REQUEST_ACTIONS.indexOf(action), 6);
  bytes.writeUInt8((REQUEST_RESULTS.indexOf(result) << 4) | randomInt(16), 7);
  const unchecked = VARIANT | (BigInt.asUintN(Number(NUMBER_BITS), BigInt(incident ?? 0)) << CHECK_BITS);
  bytes.writeBigUInt64BE(unchecked, 8);
  bytes.writeBigUInt64BE(unchecked | checkOf(bytes, secret), 8);
  return bytes.toString('hex').replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5');
}

/** What an id says; null for one that was not made with this secret. */
export function readRequestId(id: string, secret: string): DoneRequest | null {
  if (!/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i.test(id)) return null;
  const bytes = Buffer.from(id.replaceAll('-', ''), 'hex');
  const end = bytes.readBigUInt64BE(8);
  const check = BigInt.asUintN(Number(CHECK_BITS), end);
  bytes.writeBigUInt64BE(end - check, 8);
  if (checkOf(bytes, secret) !== check) return null;
  const action = REQUEST_ACTIONS[bytes.readUInt8(6) & 0x0f];
  const result = REQUEST_RESULTS[bytes.readUInt8(7) >> 4];
  if (action === undefined || result === undefined) return null;
  const number = Number(BigInt.asUintN(Number(NUMBER_BITS), end >> CHECK_BITS));
  return { at: bytes.readUIntBE(0, 6), action, result, incident: number === 0 ? null : number };
}

function checkOf(unchecked: Buffer, secret: string): bigint {
  const mac = createHmac('sha256', secret).update('opsgenie request').update(unchecked).digest();
  return BigInt(mac.readUInt32BE(0) >>> (32 - Number(CHECK_BITS)));
}
