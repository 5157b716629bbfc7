import type { Clock } from '../lib/clock.ts';
import type { Call } from '../oncall/call.ts';
import type { Actor, PersonActor } from '../people/actor.ts';
import type { Assignee } from '../people/assignee.ts';
import type { PersonTarget } from '../people/page-target.ts';
import type { AlertKey } from './alerts.ts';
import type { AskedCommand, Command, NamingCommand, PairCommand, Rejection } from './commands.ts';
import { decide } from './decide.ts';
import { join } from './join.ts';
import { open, type Report } from './open.ts';
import { decidePair } from './pair.ts';
import type { AlertGuards, CommitGuards, CommitResult, Decide, Eyes, IncidentStore, RequestEffect } from './store.ts';
import type { Incident } from './types.ts';

/** What came of a command; every case is an answer, none an exception. */
export type Outcome =
  | { kind: 'done'; incident: Incident }
  | { kind: 'rejected'; incident: Incident; rejection: Rejection }
  /** There is none of that number, as far as the actor may know. */
  | { kind: 'not_found' }
  | Repeated;

/** The same request again: it has already had its effect. */
interface Repeated {
  kind: 'repeated';
  effect?: RequestEffect;
}

export type ReportOutcome =
  /** `unassigned`: why it was not given to whom it was to be given. */
  | { kind: 'opened'; incident: Incident; unassigned: Rejection | null }
  | { kind: 'deduplicated'; incident: Incident }
  | Repeated;

/** For each incident that a command was about, what came of it; the latest first. */
export type AlertOutcome = { kind: 'heard'; outcomes: HeardOutcome[] } | Repeated;

type HeardOutcome = Extract<Outcome, { incident: Incident }>;

/** The people who work on incidents. */
export interface Responders {
  /** Acting needs seeing. */
  maySee(number: number, person: PersonActor): Promise<boolean>;
  /** Whether somebody who sees the incident may do anything to it. */
  mayAct(number: number, person: PersonActor): Promise<boolean>;
  /** Whether a service is one for this person to choose. */
  mayChoose(serviceId: number, person: PersonActor): Promise<boolean>;
  /** Somebody who is named as the one to have an incident. `number`: null for one that is still to be opened. */
  assignee(whom: PersonTarget, number: number | null, by: Actor): Promise<Assignee>;
}

/** Decides and commits in one pass: the only way an incident changes. */
export class IncidentService {
  constructor(
    private readonly store: IncidentStore,
    private readonly clock: Clock,
    /** Called after every commit: there may be timers to set and deliveries to carry. */
    private readonly onCommitted: () => void,
    private readonly responders: Responders,
  ) {}

  /** For a person who may not see the incident there is none, whatever way the command came and however long it waited. */
  async execute(number: number, asked: AskedCommand, actor: Actor, guards: CommitGuards = {}): Promise<Outcome> {
    const refused = actor.kind === 'person' ? await this.refusal(number, asked, actor) : null;
    if (refused) return refused;
    switch (asked.type) {
      case 'merge':
      case 'undo_merge':
      case 'link':
      case 'unlink':
        return this.carryOutPair(number, asked, actor, guards);
      case 'assign':
      case 'assign_role':
      case 'add_task':
      case 'change_task':
        return this.carryOut(number, await this.naming(number, asked, actor), actor, guards);
      default:
        return this.carryOut(number, asked, actor, guards);
    }
  }

  /** Why somebody may not have this done to an incident; null when they may. */
  private async refusal(number: number, asked: AskedCommand | Command, person: PersonActor): Promise<Outcome | null> {
    if (!(await this.responders.maySee(number, person))) return { kind: 'not_found' };
    if (!(await this.responders.mayAct(number, person))) return this.rejected(number, { reason: 'only_viewer' });
    const serviceId = asked.type === 'edit' ? (asked.serviceId ?? null) : null;
    if (serviceId === null || (await this.responders.mayChoose(serviceId, person))) return null;
    const incident = await this.store.get(number);
    if (!incident || incident.serviceId === serviceId) return null; // it stays what it is
    return { kind: 'rejected', incident, rejection: { reason: 'unknown_service' } };
  }

  /**
   * The same, as one of many that somebody asks it for at once.
   * @param request What they have asked for; nobody else's.
   */
  async executeTogether(
    number: number,
    command: Command,
    actor: PersonActor,
    { request, ...guards }: CommitGuards & { request: string },
  ): Promise<Outcome> {
    const refused = await this.refusal(number, command, actor);
    if (refused) return refused;
    return this.outcomeOf(
      await this.store.change(number, guards, (incident, around) => {
        const decision = this.deciding(command, actor)(incident, around);
        return decision.ok ? { ...decision, change: { ...decision.change, together: request } } : decision;
      }),
      actor,
      guards,
    );
  }

  private async rejected(number: number, rejection: Rejection): Promise<Outcome> {
    const incident = await this.store.get(number);
    return incident ? { kind: 'rejected', incident, rejection } : { kind: 'not_found' };
  }

  /** Of somebody who was called to the incident, and holds the proof of it: that is enough, whatever else they may see. */
  executeAsCalled(number: number, command: Command, actor: PersonActor): Promise<Outcome> {
    return this.carryOut(number, command, actor, {});
  }

  private async carryOut(number: number, command: Command, actor: Actor, guards: CommitGuards): Promise<Outcome> {
    return this.outcomeOf(await this.store.change(number, guards, this.deciding(command, actor)), actor, guards);
  }

  /** Whoever may not see the other one can do nothing to both. */
  private async carryOutPair(
    number: number,
    command: PairCommand,
    actor: Actor,
    guards: CommitGuards,
  ): Promise<Outcome> {
    const other = await this.otherOf(number, command);
    const hidden = other !== null && !(await this.maySee(other, actor, guards)) ? other : null;
    const isOpen = other === null || hidden !== null || actor.kind !== 'person';
    if (!isOpen && !(await this.responders.mayAct(other, actor)))
      return this.rejected(other, { reason: 'only_viewer' });
    const result = await this.store.changeTogether(number, guards, (own, look) =>
      decidePair(own, command, {
        now: this.clock.now(),
        actor,
        look: (one) => (one === hidden ? null : look(one)),
      }),
    );
    return this.outcomeOf(result, actor, guards);
  }

  private async otherOf(number: number, command: PairCommand): Promise<number | null> {
    switch (command.type) {
      case 'merge':
        return command.into;
      case 'link':
      case 'unlink':
        return command.to;
      case 'undo_merge': {
        const state = (await this.store.get(number))?.state;
        return state?.status === 'MERGED' ? state.into : null;
      }
    }
  }

  private async outcomeOf(result: CommitResult, actor: Actor, guards: CommitGuards): Promise<Outcome> {
    if (result.ok) {
      this.onCommitted();
      return { kind: 'done', incident: result.incident };
    }
    switch (result.reason) {
      case 'not_found':
        return { kind: 'not_found' };
      case 'rejected':
        return {
          kind: 'rejected',
          incident: result.incident,
          rejection: await this.asMaySee(result.rejection, actor, guards),
        };
      case 'request_repeated':
        return { kind: 'repeated', effect: result.effect };
      case 'timer_gone':
      case 'delivery_gone':
      case 'heartbeat_gone':
        return { kind: 'repeated' };
      case 'dedup_key_taken':
        return {
          kind: 'rejected',
          incident: result.incident,
          rejection: {
            reason: 'continued_as',
            number: (await this.maySee(result.number, actor, guards)) ? result.number : null,
          },
        };
    }
  }

  /**
   * A problem is reported: it opens an incident, or counts as the same alert again.
   * @param begins With whom a new incident begins: whom the reporter calls to it, or whose it is.
   */
  async report(
    report: Report,
    actor: Actor,
    guards: CommitGuards = {},
    { call = null, assignee = null }: { call?: Call | null; assignee?: PersonTarget | null } = {},
  ): Promise<ReportOutcome> {
    const { urgency, title } = report;
    const to = assignee && (await this.responders.assignee(assignee, null, actor));
    const result = await this.store.receive(report, guards, {
      repeat: (incident, around, held) =>
        this.deciding({ type: 'repeat_alert', urgency, title, held }, actor)(incident, around),
      by: actor,
      join: (found, around) => join(report, found, { ...around, now: this.clock.now(), actor }),
      open: (around) => open(report, { ...around, now: this.clock.now(), actor }, call),
      ...(to && { follow: this.assigning(to, actor) }),
    });
    if (!result.ok) return { kind: 'repeated', ...(result.reason === 'request_repeated' && { effect: result.effect }) };
    this.onCommitted();
    const { isNew, incident, refused } = result;
    return isNew ? { kind: 'opened', incident, unassigned: refused } : { kind: 'deduplicated', incident };
  }

  /** A command of a monitor's for what an alert of its has opened (`IncidentStore.changeHolders`). */
  async executeForAlert(
    key: AlertKey,
    command: Command,
    actor: Actor,
    guards: AlertGuards = {},
  ): Promise<AlertOutcome> {
    const result = await this.store.changeHolders(key, guards, (incident, around, held) =>
      this.deciding(command.type === 'resolve_alert' ? { ...command, held } : command, actor)(incident, around),
    );
    if (!result.ok) return { kind: 'repeated', effect: result.effect };
    const outcomes = result.decided.map((one): HeardOutcome => {
      const { incident } = one;
      return one.ok ? { kind: 'done', incident } : { kind: 'rejected', incident, rejection: one.rejection };
    });
    if (outcomes.some(({ kind }) => kind === 'done')) this.onCommitted();
    return { kind: 'heard', outcomes };
  }

  /** A refusal names the incident that one goes on as only to those who may see it. */
  private async asMaySee(rejection: Rejection, actor: Actor, guards: CommitGuards): Promise<Rejection> {
    if (!('into' in rejection) || rejection.into === null) return rejection;
    return (await this.maySee(rejection.into, actor, guards)) ? rejection : { ...rejection, into: null };
  }

  /** Who is no person may know what their key may, or what everybody may know. */
  private maySee(number: number, actor: Actor, { eyes = 'anyone' }: { eyes?: Eyes }): Promise<boolean> {
    return actor.kind === 'person' ? this.responders.maySee(number, actor) : this.store.isVisible(number, eyes);
  }

  /** The command, with whom it names looked up. */
  private async naming(number: number, asked: NamingCommand, by: Actor): Promise<Command> {
    switch (asked.type) {
      case 'assign':
      case 'assign_role':
        return { ...asked, to: await this.assignee(number, asked.to, by) };
      case 'add_task':
        return { ...asked, owner: asked.owner && (await this.assignee(number, asked.owner, by)) };
      case 'change_task': {
        const { owner, ...form } = asked.form;
        const named = owner ? { owner: await this.assignee(number, owner, by) } : owner === null ? { owner } : {};
        return { ...asked, form: { ...form, ...named } };
      }
    }
  }

  /** Whoever may not see it can't be given it, nor anything to do for it. */
  private async assignee(number: number, whom: PersonTarget, by: Actor): Promise<Assignee> {
    const to = await this.responders.assignee(whom, number, by);
    if (!to.fit) return to;
    if (!(await this.responders.maySee(number, to.person))) return { fit: false, flaw: 'cannot_see' };
    return (await this.responders.mayAct(number, to.person)) ? to : { fit: false, flaw: 'viewer' };
  }

  /** Of an incident that nobody could look for yet: whether they may see it is known where it is opened. */
  private assigning(to: Assignee, actor: Actor): Decide {
    return (incident, around) => {
      const isSeen = !to.fit || around.privacy.sees(to.person);
      const given: Assignee = isSeen ? to : { fit: false, flaw: 'cannot_see' };
      return this.deciding({ type: 'assign', to: given }, actor)(incident, around);
    };
  }

  private deciding(command: Command, actor: Actor): Decide {
    return (incident, around) => decide(incident, command, { ...around, now: this.clock.now(), actor });
  }
}
