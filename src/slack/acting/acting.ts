import { setTimeout as sleep } from 'node:timers/promises';
import type { Logger } from 'pino';
import { type Backoff, backoffDelay } from '../../backoff.ts';
import { type Clock, SECOND } from '../../clock.ts';
import { SlackFailure } from '../../courier/failure.ts';
import type { IncidentService, Outcome, ReportOutcome } from '../../incidents/service.ts';
import type { PersonActor } from '../../incidents/types.ts';
import { type Permission, permissionOf, type Refusal } from '../../people/permissions.ts';
import type { Person } from '../../people/types.ts';
import type { SettingsStore } from '../../settings/store.ts';
import type { PeopleDirectory } from '../people.ts';
import { within } from '../within.ts';
import type { PendingStore } from './pending-store.ts';
import type { ActingRequest, CreateWish } from './request.ts';

/** How long a click waits for Slack to say who clicked; it is answered within three seconds either way. */
const PATIENCE = SECOND;
const RETRY: Backoff = { first: SECOND, most: 10 * SECOND };

export type Answer =
  | { kind: 'commanded'; number: number; outcome: Outcome }
  | { kind: 'created'; outcome: ReportOutcome }
  /** On disk; `count` incidents are acknowledged as fast as can be. */
  | { kind: 'acknowledging'; count: number }
  | { kind: 'refused'; refusal: Refusal }
  /** On disk, and done as soon as Slack says who asks. */
  | { kind: 'deferred' };

export interface ActingParts {
  connectionId: number;
  teamId(): string | null;
  incidents: IncidentService;
  people: PeopleDirectory;
  settings: SettingsStore;
  pending: PendingStore;
  /** Resolves, when it is on disk, to the number of incidents that will be acknowledged. */
  acknowledgeStorm(stormId: number, actor: PersonActor, requestKey: string): Promise<number>;
  clock: Clock;
  logger: Logger;
  /** Tells a person what came of a request that had to wait. */
  answerLater(request: ActingRequest, answer: Answer): Promise<void>;
}

/** What people in Slack ask for, done as the person they are, if they may. */
export class Acting {
  private readonly stopping = new AbortController();
  private catchingUp: Promise<void> | null = null;

  constructor(private readonly parts: ActingParts) {}

  /** Does what is asked for. A slow answer of Slack about the person never holds it up: then it is put on disk first. */
  async act(request: ActingRequest): Promise<Answer> {
    const { people, pending, clock, connectionId } = this.parts;
    const person = await inTime(this.permission(people.person(request.slackUserId)));
    if (person) return this.perform(request, person);
    await pending.add(connectionId, request, clock.now());
    this.catchUp();
    return { kind: 'deferred' };
  }

  /** As whom somebody may act, or why not; null when Slack takes too long to say who they are. */
  actorOf(slackUserId: string): Promise<Permission | null> {
    return inTime(this.permission(this.parts.people.person(slackUserId)));
  }

  /** Whether somebody whom we already know may act; unknown people may try, they are asked for when it counts. */
  async refusalOf(slackUserId: string): Promise<Refusal | null> {
    const person = await this.parts.people.known(slackUserId);
    if (!person || this.parts.teamId() === null) return null;
    const permission = await this.permission(Promise.resolve(person));
    return permission.allowed ? null : permission.refusal;
  }

  /** Carries out what had to wait, now that Slack may answer. */
  catchUp(): void {
    this.catchingUp ??= this.workOff().finally(() => {
      this.catchingUp = null;
    });
  }

  async stop(): Promise<void> {
    this.stopping.abort();
    await this.catchingUp;
  }

  private async permission(person: Promise<Person>): Promise<Permission> {
    const { connectionId, settings, teamId } = this.parts;
    try {
      const known = await person;
      const own = teamId();
      // Whoever asks may be of another organisation: that is for Slack to say first.
      if (own === null) throw new SlackFailure('unreachable', 'own_workspace_unknown');
      const { requireMappedUser } = await settings.workspace(connectionId);
      return permissionOf(known, { teamId: own, requireMappedUser });
    } catch (error) {
      // Slack does not know the account, or hides it from us: nobody of this workspace.
      if (error instanceof SlackFailure && error.kind === 'refused') return { allowed: false, refusal: 'stranger' };
      throw error;
    }
  }

  private async perform({ wish, requestKey }: ActingRequest, permission: Permission): Promise<Answer> {
    if (!permission.allowed) return { kind: 'refused', refusal: permission.refusal };
    const { actor } = permission;
    if (wish.kind === 'acknowledge_storm') {
      return { kind: 'acknowledging', count: await this.parts.acknowledgeStorm(wish.stormId, actor, requestKey) };
    }
    if (wish.kind === 'create') return { kind: 'created', outcome: await this.create(wish, actor, requestKey) };
    const outcome = await this.parts.incidents.execute(wish.number, wish.command, actor, { requestKey });
    return { kind: 'commanded', number: wish.number, outcome };
  }

  private create({ form, call }: CreateWish, actor: PersonActor, requestKey: string): Promise<ReportOutcome> {
    const report = { ...form, components: [], source: null, url: null, details: null, dedupKey: `slack:${requestKey}` };
    return this.parts.incidents.report(report, actor, { requestKey }, call);
  }

  private async workOff(): Promise<void> {
    const { connectionId, pending, people, logger } = this.parts;
    for (let failures = 0; !this.stopping.signal.aborted; ) {
      const [next] = await pending.all(connectionId);
      if (!next) return;
      try {
        const { request } = next;
        const answer = await this.perform(request, await this.permission(people.person(request.slackUserId)));
        await pending.remove(next.id);
        await this.parts.answerLater(request, answer);
        failures = 0;
      } catch (error) {
        failures += 1;
        logger.warn({ err: error, failures }, 'somebody has to wait until Slack says who they are');
        await sleep(backoffDelay(RETRY, failures), undefined, { signal: this.stopping.signal }).catch(() => {});
      }
    }
  }
}

/** What a promise gives within our patience; null when it takes longer, or fails for now. */
async function inTime<T>(promise: Promise<T>): Promise<T | null> {
  try {
    return await within(PATIENCE, promise);
  } catch (error) {
    if (error instanceof SlackFailure) return null;
    throw error;
  }
}
