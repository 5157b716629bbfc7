import type { Clock } from '../lib/clock.ts';
import type { Call } from '../oncall/call.ts';
import type { Actor, PersonActor } from '../people/actor.ts';
import type { Command, Rejection } from './commands.ts';
import { decide } from './decide.ts';
import { open, type Report } from './open.ts';
import type { AlertKey, CommitGuards, Decide, IncidentStore } from './store.ts';
import type { Incident } from './types.ts';

/** What came of a command; every case is an answer, none an exception. */
export type Outcome =
  | { kind: 'done'; incident: Incident }
  | { kind: 'rejected'; incident: Incident; rejection: Rejection }
  /** There is none of that number, as far as the actor may know. */
  | { kind: 'not_found' }
  /** The same request again: it has already had its effect. */
  | { kind: 'repeated' };

export type ReportOutcome =
  | { kind: 'opened'; incident: Incident }
  | { kind: 'deduplicated'; incident: Incident }
  | { kind: 'repeated' };

/** Who may see which incidents: acting needs seeing. */
export interface Seeing {
  maySee(number: number, person: PersonActor): Promise<boolean>;
}

/** Decides and commits in one pass: the only way an incident changes. */
export class IncidentService {
  constructor(
    private readonly store: IncidentStore,
    private readonly clock: Clock,
    /** Called after every commit: there may be timers to set and deliveries to carry. */
    private readonly onCommitted: () => void,
    private readonly seeing: Seeing,
  ) {}

  /** For a person who may not see the incident there is none, whatever way the command came and however long it waited. */
  async execute(number: number, command: Command, actor: Actor, guards: CommitGuards = {}): Promise<Outcome> {
    if (actor.kind === 'person' && !(await this.seeing.maySee(number, actor))) return { kind: 'not_found' };
    const result = await this.store.change(number, guards, this.deciding(command, actor));
    if (result.ok) {
      this.onCommitted();
      return { kind: 'done', incident: result.incident };
    }
    switch (result.reason) {
      case 'not_found':
        return { kind: 'not_found' };
      case 'rejected':
        return { kind: 'rejected', incident: result.incident, rejection: result.rejection };
      case 'request_repeated':
      case 'timer_gone':
      case 'delivery_gone':
      case 'heartbeat_gone':
        return { kind: 'repeated' };
      case 'dedup_key_taken':
        return {
          kind: 'rejected',
          incident: result.incident,
          rejection: { reason: 'continued_as', number: result.number },
        };
    }
  }

  /**
   * A problem is reported: it opens an incident, or counts as the same alert again.
   * @param call Whom the reporter calls to a new incident at once.
   */
  async report(
    report: Report,
    actor: Actor,
    guards: CommitGuards = {},
    call: Call | null = null,
  ): Promise<ReportOutcome> {
    const { urgency, title } = report;
    const result = await this.store.receive(report, guards, {
      repeat: this.deciding({ type: 'repeat_alert', urgency, title }, actor),
      open: (around) => open(report, { ...around, now: this.clock.now(), actor }, call),
    });
    if (!result.ok) return { kind: 'repeated' };
    this.onCommitted();
    return { kind: result.isNew ? 'opened' : 'deduplicated', incident: result.incident };
  }

  /**
   * A command of a monitor's for what an alert of its has opened (`IncidentStore.changeHolders`); one outcome for each, the
   * latest first.
   */
  async executeForAlert(
    key: AlertKey,
    command: Command,
    actor: Actor,
    guards: Pick<CommitGuards, 'onlyServiceId'> = {},
  ): Promise<Extract<Outcome, { incident: Incident }>[]> {
    const results = await this.store.changeHolders(key, guards, this.deciding(command, actor));
    if (results.some(({ ok }) => ok)) this.onCommitted();
    return results.map((result) =>
      result.ok
        ? { kind: 'done', incident: result.incident }
        : { kind: 'rejected', incident: result.incident, rejection: result.rejection },
    );
  }

  private deciding(command: Command, actor: Actor): Decide {
    return (incident, around) => decide(incident, command, { ...around, now: this.clock.now(), actor });
  }
}
