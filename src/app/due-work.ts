import type { Logger } from 'pino';
import { AttendanceWatch } from '../heartbeats/attendance.ts';
import { HeartbeatService, type MissTimer } from '../heartbeats/service.ts';
import type { IncidentService } from '../incidents/service.ts';
import { timerCommands } from '../incidents/timers.ts';
import { type Clock, systemStopwatch } from '../lib/clock.ts';
import type { RunbookService } from '../runbooks/service.ts';
import type { DueStep } from '../runbooks/types.ts';
import type { Storage } from '../storage/storage.ts';
import { Scheduler } from '../timers/scheduler.ts';

interface Deps {
  storage: Storage;
  incidents: IncidentService;
  runbooks: () => RunbookService;
  /** Something is owed to somebody. */
  onOwed(): void;
  clock: Clock;
  logger: Logger;
}

/** Whatever is done because its time has come: incidents' timers, heartbeats that are missed, contacts, runbooks' steps. */
export class DueWork {
  readonly heartbeats: HeartbeatService;
  private readonly attendance: AttendanceWatch;
  /** What may be due once an incident has changed. */
  private readonly ofIncidents;
  private readonly missed;
  private readonly steps;

  constructor({ storage, incidents, runbooks, onOwed, clock, logger }: Deps) {
    const own = { clock, stopwatch: systemStopwatch, logger };
    const startedAt = systemStopwatch.elapsed();
    this.heartbeats = new HeartbeatService({
      store: storage.heartbeats,
      incidents,
      incidentStore: storage.incidents,
      clock,
      onBeat: () => this.missed.wake(),
    });
    this.attendance = new AttendanceWatch(storage.heartbeats, logger);
    this.missed = new Scheduler({
      store: this.heartbeats.misses(),
      fire: async (timer: MissTimer) => {
        await this.attendance.look();
        return this.heartbeats.miss(timer);
      },
      ...own,
    });
    this.steps = new Scheduler({
      store: storage.runbooks,
      fire: (step: DueStep) => runbooks().fire(step),
      ...own,
    });
    const timers = new Scheduler({
      store: storage.timers,
      fire: timerCommands(incidents, () => systemStopwatch.elapsed() - startedAt),
      ...own,
    });
    const contacts = new Scheduler({
      store: storage.contacts,
      fire: async (contact) => {
        const hadEffect = await storage.contacts.fire(contact, clock.now());
        if (hadEffect) onOwed();
        return hadEffect;
      },
      ...own,
    });
    this.ofIncidents = [timers, contacts, this.steps];
  }

  /** Incidents have changed. */
  wake(): void {
    for (const scheduler of this.ofIncidents) scheduler.wake();
  }

  /** It is another time, or another process has written. Heartbeats change with no incident. */
  wakeAll(): void {
    this.wake();
    this.missed.wake();
  }

  /** What a runbook's step has sent has arrived, or is refused: the next step's turn has come. */
  wakeSteps(): void {
    this.steps.wake();
  }

  /** Notes that heartbeats are heard from now on, before anything can beat or count as missed. */
  attend(): Promise<void> {
    return this.attendance.start();
  }

  start(): void {
    for (const scheduler of [...this.ofIncidents, this.missed]) scheduler.start();
  }

  async stop(): Promise<void> {
    for (const scheduler of [...this.ofIncidents, this.missed]) await scheduler.stop();
    await this.attendance.stop();
  }
}
