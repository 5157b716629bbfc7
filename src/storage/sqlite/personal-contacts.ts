import { randomUUID } from 'node:crypto';
import { and, count, eq, lt } from 'drizzle-orm';
import { DAY, type UtcMs } from '../../lib/clock.ts';
import { CHECKS_OF_PERSON, CHECKS_TO_ADDRESS, codeOf, judgeCode } from '../../notifications/contacts/codes.ts';
import type {
  MethodAddress,
  Owner,
  OwnReach,
  PersonalContactStore,
} from '../../notifications/contacts/personal-store.ts';
import { owedCheck } from '../../notifications/kinds/check.ts';
import { type ContactMethod, isSameMethod, withPersonal } from '../../people/contact.ts';
import type { FileForm } from '../../settings/file-form.ts';
import { ownerOf } from '../../settings/owned.ts';
import { toContactEntry, toMethod } from '../../settings/reach.ts';
import { withoutSecrets } from '../../settings/secrets.ts';
import { contactChecks, personalContacts, personalQuietHours, users } from '../schema/index.ts';
import { noteInAudit } from './audit.ts';
import { carryOut } from './carry-out.ts';
import type { Database, Drizzle } from './database.ts';
import { failDelivery } from './failed-delivery.ts';
import { queueNotice } from './notices.ts';
import { readOwned } from './owned-settings.ts';
import { NOTHING_PERSONAL, readPersonalReaches } from './personal-reach.ts';
import { secretFor } from './secrets.ts';
import { hasSeen, isFirst } from './seen-requests.ts';

const CODES = 'contact_codes';
const MAX_METHODS = 10;

export function sqlitePersonalContactStore({ db, write }: Database): PersonalContactStore {
  const secret = () => secretFor({ db, write }, CODES);
  return {
    async of(userId) {
      return db.transaction(() => ownReach(db, userId));
    },
    async add(method, by, requestKey, now) {
      await secret(); // it is there when the code is sent
      return await write(() => {
        if (hasSeen(db, requestKey)) return 'sent';
        const { methods } = ownReach(db, by.userId);
        const known = methods.find((one) => isSameMethod(one, method));
        if (known?.isVerified) return 'there';
        if (!known && methods.length >= MAX_METHODS) return 'full';
        if (!mayCheck(db, by, method.address, now)) return 'too_many';
        isFirst(db, requestKey, now);
        const nonce = randomUUID();
        const { kind, address, after } = method;
        const sent = { after, codeNonce: nonce, codeSentAt: now, codeTries: 0 };
        db.insert(personalContacts)
          .values({ userId: by.userId, kind, address, ...sent })
          .onConflictDoUpdate({
            target: [personalContacts.userId, personalContacts.kind, personalContacts.address],
            set: sent,
          })
          .run();
        owe(db, method, by, { userId: by.userId, nonce }, now);
        return 'sent';
      });
    },
    async enter(method, typed, by, now) {
      const key = await secret();
      return await write(() => {
        const row = db.select().from(personalContacts).where(is(method, by.userId)).get();
        if (!row) return { kind: 'gone' };
        if (row.verifiedAt !== null) return { kind: 'there' };
        const sent = { nonce: row.codeNonce, sentAt: row.codeSentAt, tries: row.codeTries };
        const entered = judgeCode(typed, sent, key, now);
        const set =
          entered.kind === 'right'
            ? { verifiedAt: now, codeNonce: null, codeSentAt: null }
            : { codeTries: row.codeTries + (entered.kind === 'wrong' ? 1 : 0) };
        db.update(personalContacts).set(set).where(eq(personalContacts.id, row.id)).run();
        if (entered.kind === 'right') note(db, by, { before: null, after: logged(row) }, now);
        return entered;
      });
    },
    async setAfter(method, by, now) {
      return await write(() => {
        const { methods, owner } = ownReach(db, by.userId);
        const known = methods.find((one) => isSameMethod(one, method));
        if (!known || (known.isOfFile && owner)) return false;
        if (known.after === method.after) return true;
        const { kind, address, after } = method;
        db.insert(personalContacts)
          .values({ userId: by.userId, kind, address, after })
          .onConflictDoUpdate({
            target: [personalContacts.userId, personalContacts.kind, personalContacts.address],
            set: { after },
          })
          .run();
        if (known.isVerified) note(db, by, { before: logged(known), after: logged(method) }, now);
        return true;
      });
    },
    async remove(method, by, now) {
      return await write(() => {
        const [removed] = db.delete(personalContacts).where(is(method, by.userId)).returning().all();
        if (!removed) return false;
        if (removed.verifiedAt !== null) note(db, by, { before: logged(removed), after: null }, now);
        return true;
      });
    },
    async setQuietHours(hours, by, now) {
      await write(() => {
        const own = eq(personalQuietHours.userId, by.userId);
        const { from, to } = personalQuietHours;
        const before = db.select({ from, to }).from(personalQuietHours).where(own).get() ?? null;
        if (before?.from === hours?.from && before?.to === hours?.to) return;
        db.delete(personalQuietHours).where(own).run();
        if (hours)
          db.insert(personalQuietHours)
            .values({ userId: by.userId, ...hours })
            .run();
        note(db, by, { before: before && { quiet_hours: before }, after: hours && { quiet_hours: hours } }, now);
      });
    },
    async test(method, by, requestKey, now) {
      return await write(() => {
        if (hasSeen(db, requestKey)) return 'sent';
        const { methods } = ownReach(db, by.userId);
        if (!methods.some((one) => one.isVerified && isSameMethod(one, method))) return 'gone';
        if (!mayCheck(db, by, method.address, now)) return 'too_many';
        isFirst(db, requestKey, now);
        owe(db, method, by, null, now);
        return 'sent';
      });
    },
    async checkFailed({ deliveryId, code, connectionId, slackUserId, words }, now) {
      return await write(() => {
        if (!failDelivery(db, deliveryId, code, now)) return false;
        queueNotice(db, connectionId, slackUserId, { kind: 'answer', message: { text: words } }, now);
        return true;
      });
    },
  };
}

/** The code that is to be entered for an address, if it is still made of this nonce. */
export async function contactCode(
  { db, write }: Pick<Database, 'db' | 'write'>,
  userId: number,
  method: MethodAddress,
  nonce: string,
): Promise<string | null> {
  const row = db.select().from(personalContacts).where(is(method, userId)).get();
  return row?.codeNonce === nonce ? codeOf(nonce, await secretFor({ db, write }, CODES)) : null;
}

function ownReach(db: Drizzle, userId: number): OwnReach {
  const user = db.select().from(users).where(eq(users.id, userId)).get();
  const personal = (user && readPersonalReaches(db).get(user.email)) ?? NOTHING_PERSONAL;
  const ofFile = user?.quietHours ?? null;
  const hours = personal.quietHours ?? ofFile;
  return {
    methods: withPersonal((user?.contact ?? []).flatMap(toMethod), personal.contacts),
    quietHours: hours && { ...hours, isOfFile: personal.quietHours === null },
    timezone: user?.timezone ?? 'UTC',
    owner: ownerOf({ section: 'users', name: user?.email ?? '' }, readOwned(db)),
  };
}

function is({ kind, address }: MethodAddress, userId: number) {
  const { userId: owner, kind: itsKind, address: itsAddress } = personalContacts;
  return and(eq(owner, userId), eq(itsKind, kind), eq(itsAddress, address));
}

/** Notes another code or test; false when there were too many in the last day. */
function mayCheck(db: Drizzle, { userId }: Owner, address: string, now: UtcMs): boolean {
  db.delete(contactChecks)
    .where(lt(contactChecks.at, now - DAY))
    .run();
  const number = (of: ReturnType<typeof eq>) =>
    db.select({ count: count() }).from(contactChecks).where(of).get()?.count ?? 0;
  if (number(eq(contactChecks.userId, userId)) >= CHECKS_OF_PERSON) return false;
  if (number(eq(contactChecks.address, address)) >= CHECKS_TO_ADDRESS) return false;
  db.insert(contactChecks).values({ userId, address, at: now }).run();
  return true;
}

function owe(
  db: Drizzle,
  { kind: method, address }: MethodAddress,
  { connectionId, slackUserId, name }: Owner,
  code: { userId: number; nonce: string } | null,
  now: UtcMs,
): void {
  carryOut(db, owedCheck(randomUUID(), { connectionId, slackUserId, name, method, address, code }, now));
}

function logged({ kind, address, after }: ContactMethod): FileForm {
  return { contact: [toContactEntry({ kind, address, after })] };
}

function note(db: Drizzle, by: Owner, { before, after }: Record<'before' | 'after', FileForm | null>, at: UtcMs): void {
  const email = db.select({ email: users.email }).from(users).where(eq(users.id, by.userId)).get()?.email ?? '';
  noteInAudit(
    db,
    { by, at },
    {
      section: 'personal_contacts',
      name: email,
      before: withoutSecrets('users', before),
      after: withoutSecrets('users', after),
      takesBack: null,
    },
  );
}
