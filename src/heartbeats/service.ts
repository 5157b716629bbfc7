import { heartbeatKey } from '../incidents/heartbeat-key.ts';
import type { Report } from '../incidents/open.ts';
import type { IncidentService } from '../incidents/service.ts';
import type { IncidentStore } from '../incidents/store.ts';
import type { Clock, UtcMs } from '../lib/clock.ts';
import type { Actor } from '../people/actor.ts';
import { formatDuration } from '../settings/duration.ts';
import type { DueTimer, TimerStore } from '../timers/store.ts';
import { type Heartbeat, missedAt } from './heartbeat.ts';
import type { HeartbeatStore } from './store.ts';

export interface HeartbeatServiceDeps {
  store: HeartbeatStore;
  incidents: Pick<IncidentService, 'report' | 'executeForAlert'>;
  incidentStore: Pick<IncidentStore, 'findByDedupKey'>;
  clock: Clock;
  /** There may be another time to wait for. */
  onBeat(): void;
}

/** The moment at which a heartbeat is missed. */
export interface MissTimer extends DueTimer {
  heartbeat: Heartbeat;
}

/** Heartbeats come in, and incidents open where they don't. */
export class HeartbeatService {
  constructor(private readonly deps: HeartbeatServiceDeps) {}

  /** All of them, by name. */
  list(): Promise<Heartbeat[]> {
    return this.deps.store.list();
  }

  /** Resolves when it is on disk, and the incident about the heartbeat, if there is one, is resolved. */
  async beat({ id, name }: Pick<Heartbeat, 'id' | 'name'>): Promise<void> {
    const { store, onBeat } = this.deps;
    const isHeard = (await store.beat(id)) || (await this.resolve(id, name));
    if (!isHeard) await store.restart(id); // somebody has resolved the incident
    onBeat();
  }

  /** For a scheduler: when heartbeats are missed. */
  misses(): TimerStore<MissTimer> {
    const read = async () => (await this.list()).flatMap(toTimer).sort((a, b) => a.dueAt - b.dueAt);
    // Whoever asks what is due asks when the next one is, too; what beats meanwhile wakes them, and makes it only later.
    let latest: MissTimer[] | null = null;
    return {
      due: async (now, limit) => {
        latest = await read();
        return latest.filter(({ dueAt }) => dueAt <= now).slice(0, limit);
      },
      nextDueAt: async (after) => {
        const known = latest ?? (await read());
        latest = null;
        return known.find(({ dueAt }) => dueAt > after)?.dueAt ?? null;
      },
      // Once it is missed, or has beaten, there is nothing left to wait for.
      discard: async () => {},
    };
  }

  /** Opens the incident; resolves to false when there is nothing to open it for any more. */
  async miss({ heartbeat, dueAt }: MissTimer): Promise<boolean> {
    const { id, heard, name } = heartbeat;
    if (!heard) return false;
    const missedHeartbeat = { id, beatAt: heard.beatAt, allowed: heard.allowed };
    const outcome = await this.deps.incidents.report(toReport(heartbeat, heard.beatAt, dueAt), sender(name), {
      missedHeartbeat,
    });
    return outcome.kind !== 'repeated';
  }

  private async resolve(id: number, name: string): Promise<boolean> {
    const incident = await this.deps.incidentStore.findByDedupKey(heartbeatKey(name), null);
    if (!incident) return false;
    const key = { dedupKey: heartbeatKey(name), serviceId: null };
    const heard = await this.deps.incidents.executeForAlert(key, { type: 'resolve_alert' }, sender(name), {
      heartbeatBack: { id },
    });
    return heard.kind === 'heard' && heard.outcomes.some(({ kind }) => kind === 'done');
  }
}

function toTimer(heartbeat: Heartbeat): MissTimer[] {
  const { id, heard } = heartbeat;
  return heard && !heard.isMissed ? [{ id, dueAt: missedAt(heartbeat, heard), heartbeat }] : [];
}

function toReport({ name, every, grace, serviceId, urgency }: Heartbeat, beatAt: UtcMs, dueAt: UtcMs): Report {
  const late = grace === 0 ? '' : `, and may be ${formatDuration(grace)} late`;
  return {
    title: `No heartbeat from ${name}`,
    description: `It beats every ${formatDuration(every)}${late}. The last beat came at ${iso(beatAt)}; the next one was to come by ${iso(dueAt)}.`,
    urgency,
    serviceId,
    components: [],
    source: sender(name).name,
    url: null,
    details: null,
    dedupKey: heartbeatKey(name),
  };
}

function sender(name: string): Extract<Actor, { kind: 'monitor' }> {
  return { kind: 'monitor', name: `heartbeat ${name}` };
}

function iso(at: UtcMs): string {
  return new Date(at).toISOString().replace(/\.\d+Z$/, 'Z');
}
