import { isDeepStrictEqual } from 'node:util';
import { type ContactMethod, isSameMethod, withPersonal } from '../people/contact.ts';
import { type PersonalReach, toContactEntry, toMethod } from './reach.ts';
import type { UserEntry } from './schema/people.ts';

/** What people have set themselves, by their address. */
export type PersonalReaches = ReadonlyMap<string, PersonalReach>;

/** The users with what they have set themselves, as an export shows them; what is not verified yet is not in it. */
export function withPersonalReach(users: readonly UserEntry[], personal: PersonalReaches): UserEntry[] {
  return users.map((user) => {
    const own = personal.get(user.email);
    if (!own) return user;
    const methods = withPersonal(user.contact.flatMap(toMethod), own.contacts).filter(({ isVerified }) => isVerified);
    return { ...user, contact: methods.map(toContactEntry), quiet_hours: own.quietHours ?? user.quiet_hours };
  });
}

/**
 * The users of a file without what is there already because they have set it themselves: an export applies to no change. What a
 * file had said before stays the file's.
 */
export function withoutPersonalReach(
  users: readonly UserEntry[],
  stored: readonly UserEntry[],
  personal: PersonalReaches,
): UserEntry[] {
  return users.map((user) => {
    const own = personal.get(user.email);
    if (!own) return user;
    const before = stored.find(({ email }) => email === user.email);
    const contact = user.contact.flatMap((entry) => asOfFile(entry, before?.contact ?? [], own));
    const isOwn = own.quietHours !== null && isDeepStrictEqual(user.quiet_hours, own.quietHours);
    return { ...user, contact, quiet_hours: isOwn ? (before?.quiet_hours ?? null) : user.quiet_hours };
  });
}

type ContactEntry = UserEntry['contact'][number];

function asOfFile(entry: ContactEntry, before: readonly ContactEntry[], { contacts }: PersonalReach): ContactEntry[] {
  const find = (method: ContactMethod) =>
    before.find((one) => toMethod(one).some((other) => isSameMethod(other, method)));
  return toMethod(entry).flatMap((method) => {
    const own = contacts.find((one) => isSameMethod(one, method));
    if (own?.after !== method.after) return [entry];
    const stored = find(method);
    if (stored) return [stored];
    return own.isVerified ? [] : [entry];
  });
}
