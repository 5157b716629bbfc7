import type { Clock } from '../clock.ts';
import { type Call, EMPTY_BOOK } from '../oncall/call.ts';
import type { OnCallStore } from '../oncall/store.ts';
import { announce, type Surroundings } from '../routing/announcement.ts';
import { rulesFor } from '../settings/rules.ts';
import type { SettingsStore } from '../settings/store.ts';
import type { DecisionContext } from './change.ts';
import type { Command, Rejection } from './commands.ts';
import { decide } from './decide.ts';
import { open, type Report } from './open.ts';
import type { CommitGuards, IncidentStore } from './store.ts';
import type { Actor, Incident, PersonActor } from './types.ts';

/** Commands that look up whom to call. */
const CALLING: ReadonlySet<Command['type']> = new Set(['escalate', 'remind']);

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

/** Loads, decides and commits in one pass: the only way an incident changes. */
export class IncidentService {
  constructor(
    private readonly store: IncidentStore,
    private readonly settings: SettingsStore,
    private readonly onCall: Pick<OnCallStore, 'phoneBook'>,
    private readonly clock: Clock,
    /** Called after every commit: there may be timers to set and deliveries to carry. */
    private readonly onCommitted: () => void,
    private readonly seeing: Seeing,
  ) {}

  /** For a person who may not see the incident there is none, whatever way the command came and however long it waited. */
  async execute(number: number, command: Command, actor: Actor, guards: CommitGuards = {}): Promise<Outcome> {
    if (actor.kind === 'person' && !(await this.seeing.maySee(number, actor))) return { kind: 'not_found' };
    return this.change(number, command, actor, guards);
  }

  private async change(number: number, command: Command, actor: Actor, guards: CommitGuards): Promise<Outcome> {
    const known = await this.store.get(number);
    if (!known) return { kind: 'not_found' };
    const around = await this.surroundings(known.serviceId);
    const book = CALLING.has(command.type) ? await this.onCall.phoneBook() : EMPTY_BOOK;
    const result = await this.store.change(number, guards, (incident, hasCards) => {
      const decision = decide(incident, command, { ...this.circumstances(around, actor), book });
      if (!decision.ok) return decision;
      const { change } = decision;
      return { ok: true, change, announcement: announce(change.incident, change.events, hasCards, around) };
    });
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
        return { kind: 'repeated' };
      case 'dedup_key_taken':
        return { kind: 'rejected', incident: known, rejection: { reason: 'continued_as', number: result.number } };
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
    for (;;) {
      const existing = await this.store.findByDedupKey(report.dedupKey, report.serviceId, guards);
      if (existing) {
        const repeat: Command = { type: 'repeat_alert', urgency: report.urgency, title: report.title };
        const outcome = await this.change(existing.number, repeat, actor, guards);
        if (outcome.kind === 'done') return { kind: 'deduplicated', incident: outcome.incident };
        if (outcome.kind === 'repeated') return outcome;
        continue; // resolved in the meantime: the alert is a new incident
      }
      const around = await this.surroundings(report.serviceId);
      const opening = open(report, this.circumstances(around, actor), call);
      const announcement = announce(opening.incident, opening.events, false, around);
      const result = await this.store.open(opening, announcement, guards);
      if (result.ok) {
        this.onCommitted();
        return { kind: 'opened', incident: result.incident };
      }
      if (result.reason === 'request_repeated') return { kind: 'repeated' };
      // the dedup key was taken a moment ago: the next round counts the alert there
    }
  }

  private async surroundings(serviceId: number | null): Promise<Surroundings> {
    return {
      service: serviceId === null ? null : await this.settings.service(serviceId),
      workspaces: await this.settings.workspaces(),
    };
  }

  private circumstances(around: Surroundings, actor: Actor): Omit<DecisionContext, 'book'> {
    return { ...rulesFor(around), now: this.clock.now(), actor };
  }
}
