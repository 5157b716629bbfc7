import { type Heartbeat, missedAt } from '../heartbeats/heartbeat.ts';
import type { HeartbeatStore } from '../heartbeats/store.ts';
import type { UtcMs } from '../lib/clock.ts';
import { duration, since } from '../words/time.ts';
import { type Finding, note, well, wrong } from './finding.ts';

/** So many are named; the others are counted. */
const NAMED = 20;

/** Which heartbeats have not come in time, and which have never come. */
export async function examineHeartbeats(store: Pick<HeartbeatStore, 'list'>, now: UtcMs): Promise<Finding[]> {
  const all = await store.list();
  if (all.length === 0) return [];
  const missed = all.filter((one) => isLate(one, now));
  const silent = all.filter(({ heard }) => heard === null);
  const heard = all.length - missed.length - silent.length;
  return [
    well(`Heartbeats: ${heard} of ${all.length} come in time`),
    ...missed.slice(0, NAMED).map((one) => late(one, now)),
    ...andMore(missed, 'are late as well'),
    ...silent
      .slice(0, NAMED)
      .map(({ name }) =>
        note(
          `Heartbeat ${name}: not heard yet. It counts from its first beat, at /api/heartbeats/${encodeURIComponent(name)}`,
        ),
      ),
    ...andMore(silent, 'have not been heard yet either'),
  ];
}

function isLate(heartbeat: Heartbeat, now: UtcMs): boolean {
  const { heard } = heartbeat;
  return heard !== null && (heard.isMissed || missedAt(heartbeat, heard) < now);
}

function late({ name, heard, every }: Heartbeat, now: UtcMs): Finding {
  const last = heard ? since(heard.beatAt, now) : 'never';
  return wrong(
    `Heartbeat ${name}: last heard ${last}, and expected every ${duration(every)}`,
    'Does what sends it still run, and does it reach OpsKnight with its key?',
  );
}

function andMore(all: Heartbeat[], words: string): Finding[] {
  return all.length > NAMED ? [note(`${all.length - NAMED} more heartbeats ${words}`)] : [];
}
