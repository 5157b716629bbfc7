import type { Clock } from '../../lib/clock.ts';
import type { OnCallDirectory } from '../../oncall/call.ts';
import { type ContactKind, type ContactMethod, isSameMethod } from '../../people/contact.ts';
import { contactAddress } from '../../settings/schema/people.ts';
import type { Entered } from './codes.ts';
import type { CodeAsked, MethodAddress, Owner, OwnReach, PersonalContactStore } from './personal-store.ts';

/** Whoever uses ntfy without a server of their own uses this one. */
const PUBLIC_NTFY = 'https://ntfy.sh';

export interface PersonalContactsDeps {
  store: PersonalContactStore;
  /** Those that are set up. */
  kinds: readonly ContactKind[];
  /** The servers that the operator lets the app send to; null where none are named. */
  mayLeadTo: ((url: string) => boolean) | null;
  directory(): Promise<Pick<OnCallDirectory, 'users'>>;
  clock: Clock;
  /** Something is owed, or people are reached otherwise. */
  onChanged(): void;
}

export type AddressRead = { address: string } | { problem: string };

/** How people set themselves by what they are paged. */
export class PersonalContacts {
  constructor(private readonly deps: PersonalContactsDeps) {}

  get kinds(): readonly ContactKind[] {
    return this.deps.kinds;
  }

  of(userId: number): Promise<OwnReach> {
    return this.deps.store.of(userId);
  }

  /** What was typed as an address, or what is wrong with it. */
  async readAddress(kind: ContactKind, typed: string): Promise<AddressRead> {
    if (!this.deps.kinds.includes(kind)) return { problem: 'This method is not set up here.' };
    const read = contactAddress[kind].safeParse(typed);
    if (!read.success) return { problem: read.error.issues[0]?.message ?? 'That is not an address.' };
    const isWeb = kind === 'ntfy' || kind === 'webhook';
    if (isWeb && !(await this.mayLeadTo(kind, read.data))) {
      return { problem: 'OpsKnight may not send to that server. Ask whoever runs it to add it to OUTGOING_HOSTS.' };
    }
    return { address: read.data };
  }

  async add(method: ContactMethod, by: Owner, requestKey: string): Promise<CodeAsked> {
    return this.changed(this.deps.store.add(method, by, requestKey, this.now()));
  }

  async enter(method: MethodAddress, code: string, by: Owner): Promise<Entered | { kind: 'there' } | { kind: 'gone' }> {
    return this.changed(this.deps.store.enter(method, code, by, this.now()));
  }

  async setAfter(method: ContactMethod, by: Owner): Promise<boolean> {
    return this.changed(this.deps.store.setAfter(method, by, this.now()));
  }

  /** Nobody loses the only way by which they are reached. */
  async remove(method: MethodAddress, by: Owner): Promise<'removed' | 'gone' | 'only_way'> {
    const { users } = await this.deps.directory();
    const user = users.find(({ id }) => id === by.userId);
    const isUsed = user?.reach.methods.some((one) => isSameMethod(one, method)) ?? false;
    if (isUsed && user?.obstacle != null && user.reach.methods.length === 1) return 'only_way';
    const wasThere = await this.changed(this.deps.store.remove(method, by, this.now()));
    return wasThere ? 'removed' : 'gone';
  }

  async setQuietHours(hours: { from: string; to: string } | null, by: Owner): Promise<void> {
    return this.changed(this.deps.store.setQuietHours(hours, by, this.now()));
  }

  async test(method: MethodAddress, by: Owner, requestKey: string): Promise<'sent' | 'too_many' | 'gone'> {
    return this.changed(this.deps.store.test(method, by, requestKey, this.now()));
  }

  /**
   * People are not the operator: what they write must not let them reach whatever there is inside the network. So it is a server that the
   * operator has named: in OUTGOING_HOSTS; without that, in somebody's entry of opsknight.yml; or the public one of ntfy.
   */
  private async mayLeadTo(kind: ContactKind, url: string): Promise<boolean> {
    const { mayLeadTo, directory } = this.deps;
    if (mayLeadTo) return mayLeadTo(url);
    const { origin } = new URL(url);
    if (kind === 'ntfy' && origin === PUBLIC_NTFY) return true;
    const { users } = await directory();
    return users.some(({ reach }) =>
      reach.methods.some(
        (method) => method.kind === kind && URL.canParse(method.address) && new URL(method.address).origin === origin,
      ),
    );
  }

  private now() {
    return this.deps.clock.now();
  }

  private async changed<Result>(work: Promise<Result>): Promise<Result> {
    const result = await work;
    this.deps.onChanged();
    return result;
  }
}
