import type { Logger } from 'pino';
import type { IncidentService, Outcome, ReportOutcome } from '../../incidents/service.ts';
import { type Clock, HOUR } from '../../lib/clock.ts';
import type { SlackMessage } from '../../notifications/message.ts';
import { SlackFailure } from '../../notifications/queue/failure.ts';
import type { NewStormRequest, StormCommand, StormFilter } from '../../notifications/storms/store.ts';
import type { Call } from '../../oncall/call.ts';
import type { PersonActor } from '../../people/actor.ts';
import { type Permission, permissionOf, type Refusal } from '../../people/permissions.ts';
import type { ServiceAccess } from '../../settings/service-access.ts';
import type { SettingsStore } from '../../settings/store.ts';
import { isPassing, soon } from '../api/patience.ts';
import type { PeopleDirectory } from '../directory/people.ts';
import type { MaintenanceActions, MaintenanceResult } from './maintenance-actions.ts';
import type { OnCallActions, OnCallResult } from './on-call-actions.ts';
import type { Action, ActionRequest, CreateAction, PendingRequest, PendingStore } from './request.ts';
import type { SubscriptionActions, SubscriptionResult } from './subscription-actions.ts';
import { Unsettled } from './unsettled.ts';
import { WaitingRequests } from './waiting-requests.ts';

/** For so long what somebody unknown asked for is done when they have become known; requests are remembered longer. */
export const KEPT_FOR_LINK = 4 * HOUR;

export type Answer =
  | { kind: 'commanded'; number: number; outcome: Outcome }
  /** `call`: whom it has called at once; null for nobody but the escalation policy. */
  | { kind: 'created'; title: string; outcome: ReportOutcome; call: Call | null }
  | OnCallResult
  | MaintenanceResult
  | SubscriptionResult
  /** On disk; it is done to `count` incidents as fast as can be; null for the same request again. */
  | { kind: 'bulk'; command: StormCommand; count: number | null }
  /** `kept`: under this id it waits until its asker is known; null when it does not. */
  | { kind: 'refused'; refusal: Refusal; kept: number | null }
  /** On disk, and done as soon as Slack says who asks. */
  | { kind: 'deferred' }
  /** Tried, and it broke. */
  | { kind: 'failed' };

export interface ActionServiceDeps {
  connectionId: number;
  teamId(): string | null;
  serviceAccess: ServiceAccess;
  incidents: IncidentService;
  onCallActions: OnCallActions;
  maintenanceActions: MaintenanceActions;
  subscriptionActions: SubscriptionActions;
  people: PeopleDirectory;
  settings: SettingsStore;
  pending: PendingStore;
  /** Resolves, when it is on disk, to the number of incidents that it will be done to; null for a repeated request. */
  commandStorm(request: NewStormRequest): Promise<number | null>;
  /** What somebody is told of a request that had to wait; null for nothing. */
  lateAnswer(answer: Answer): SlackMessage | null;
  /** Messages are owed to people. */
  onOwed(): void;
  clock: Clock;
  logger: Logger;
}

/** What people in Slack ask for, done as the person they are, if they may. */
export class ActionService {
  private readonly waiting: WaitingRequests;

  constructor(private readonly deps: ActionServiceDeps) {
    this.waiting = new WaitingRequests({
      waiting: () => deps.pending.waiting(deps.connectionId),
      fulfil: (waiting) => this.fulfil(waiting),
      giveUp: (waiting) => this.settle(waiting, { kind: 'failed' }),
      logger: deps.logger,
    });
  }

  /**
   * Does what is asked for. A slow answer of Slack about the person never holds it up: then it is put on disk first.
   * @throws Unsettled when it broke on the way.
   */
  async act(request: ActionRequest): Promise<Answer> {
    const { pending, clock, connectionId } = this.deps;
    try {
      const answer = await this.perform(request, await this.permission(request.slackUserId));
      if (answer.kind !== 'refused' || answer.refusal !== 'unmapped') return answer;
      return { ...answer, kept: await pending.keep(connectionId, request, clock.now()) };
    } catch (error) {
      if (!isPassing(error)) throw new Unsettled(error);
    }
    await pending.add(connectionId, request, clock.now());
    this.waiting.wake();
    return { kind: 'deferred' };
  }

  /** Does what was refused while nobody knew who asked; null when that is done, or too long ago, or somebody else's. */
  async actAgain(id: number, slackUserId: string): Promise<Answer | null> {
    const { pending, connectionId, clock } = this.deps;
    const request = await pending.kept(connectionId, id, slackUserId, clock.now() - KEPT_FOR_LINK);
    if (!request) return null;
    const answer = await this.act(request);
    if (answer.kind !== 'refused' && answer.kind !== 'deferred') await pending.remove(id);
    return answer;
  }

  /** Why somebody may not act; null for those who may. @throws SlackFailure when Slack does not say soon who they are. */
  async refusalOf(slackUserId: string): Promise<Refusal | null> {
    const permission = await this.permission(slackUserId);
    return permission.allowed ? null : permission.refusal;
  }

  /** As whom somebody acts; null for those who may not. @throws SlackFailure when Slack does not say soon who they are. */
  async actor(slackUserId: string): Promise<PersonActor | null> {
    const permission = await this.permission(slackUserId);
    return permission.allowed ? permission.actor : null;
  }

  /** Carries out what had to wait, now that Slack may answer. */
  catchUp(): void {
    this.waiting.wake();
  }

  stop(): Promise<void> {
    return this.waiting.stop();
  }

  /** As whom somebody may act, or why not. @throws SlackFailure when Slack does not say soon who they are. */
  private async permission(slackUserId: string): Promise<Permission> {
    const { connectionId, settings, serviceAccess, teamId, people } = this.deps;
    const ours = teamId();
    // Whoever asks may be of another organisation.
    if (ours === null) throw new SlackFailure('unreachable', 'team_unknown');
    try {
      const person = await soon(people.person(slackUserId));
      const { requireMappedUser } = await settings.workspace(connectionId);
      const actorsOfProjects = await serviceAccess.actorsOfProjects();
      return permissionOf(person, { teamId: ours, requireMappedUser, actorsOfProjects });
    } catch (error) {
      // Slack does not know the account, or hides it from us: nobody of this workspace.
      if (error instanceof SlackFailure && error.kind === 'refused') return { allowed: false, refusal: 'stranger' };
      throw error;
    }
  }

  private async perform({ action, requestKey }: ActionRequest, permission: Permission): Promise<Answer> {
    if (!permission.allowed) return { kind: 'refused', refusal: permission.refusal, kept: null };
    const { actor } = permission;
    if (permission.inProjectsAlone && !isOfService(action)) return { kind: 'refused', refusal: 'viewer', kept: null };
    if (!(await this.isOffered(action, actor))) return { kind: 'failed' };
    switch (action.kind) {
      case 'acknowledge_storm':
        return this.commandStorm(action, { type: 'acknowledge' }, actor, requestKey);
      case 'resolve_storm':
        return this.commandStorm(action, { type: 'resolve', note: action.note }, actor, requestKey);
      case 'create':
        return {
          kind: 'created',
          title: action.form.title,
          outcome: await this.create(action, actor, requestKey),
          call: action.call ?? null,
        };
      case 'command': {
        const outcome = await this.deps.incidents.execute(action.number, action.command, actor, { requestKey });
        return { kind: 'commanded', number: action.number, outcome };
      }
      case 'maintenance':
      case 'end_maintenance':
        return this.deps.maintenanceActions.perform(action, actor, requestKey);
      case 'subscribe':
      case 'unsubscribe':
        return this.deps.subscriptionActions.perform(action, actor, requestKey);
      default:
        return this.deps.onCallActions.perform(action, actor, requestKey);
    }
  }

  /** Forms offer no other services; this is for values that are forged. */
  private async isOffered(action: Action, asker: PersonActor): Promise<boolean> {
    const { serviceAccess } = this.deps;
    switch (action.kind) {
      case 'create':
        return action.form.serviceId === null || serviceAccess.mayChoose(asker, action.form.serviceId);
      case 'maintenance':
      case 'end_maintenance':
        return serviceAccess.mayChoose(asker, action.serviceId);
      default:
        return true;
    }
  }

  private async commandStorm(
    { stormId, filter = {} }: { stormId: number; filter?: StormFilter },
    command: StormCommand,
    actor: PersonActor,
    requestKey: string,
  ): Promise<Answer> {
    const count = await this.deps.commandStorm({ stormId, filter, command, actor, requestKey });
    return { kind: 'bulk', command, count };
  }

  private create({ form, call }: CreateAction, actor: PersonActor, requestKey: string): Promise<ReportOutcome> {
    const { origin, assignee, ...written } = form;
    const link = origin?.permalink ? { text: 'Message in Slack', url: origin.permalink } : null;
    const details = link && { links: [link] };
    const report = { ...written, components: [], source: null, url: null, details, dedupKey: `slack:${requestKey}` };
    const begins = { call: call ?? null, assignee: assignee ? { slackUserId: assignee } : null };
    return this.deps.incidents.report(report, actor, { requestKey }, begins);
  }

  private async fulfil(waiting: PendingRequest): Promise<void> {
    const { request } = waiting;
    await this.settle(waiting, await this.perform(request, await this.permission(request.slackUserId)));
  }

  /** What came of it is owed to whoever asked, in the same transaction in which it ceases to wait. */
  private async settle({ id }: PendingRequest, answer: Answer): Promise<void> {
    const { pending, lateAnswer, onOwed, clock } = this.deps;
    const keep = answer.kind === 'refused' && answer.refusal === 'unmapped';
    const told = lateAnswer(keep ? { ...answer, kept: id } : answer);
    await pending.settle(id, { answer: told, keep }, clock.now());
    if (told) onOwed();
  }
}

/** Whether an action is about incidents, or services, of which the project says who may; storms are worked on incident by incident. */
function isOfService(action: Action): boolean {
  switch (action.kind) {
    case 'create':
      return action.form.serviceId !== null;
    case 'command':
    case 'acknowledge_storm':
    case 'resolve_storm':
    case 'maintenance':
    case 'end_maintenance':
      return true;
    default:
      return false;
  }
}
