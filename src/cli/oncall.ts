import { systemClock } from '../lib/clock.ts';
import type { OnCallDirectory } from '../oncall/call.ts';
import { type NamedShift, overview } from '../oncall/overview.ts';
import type { Schedule } from '../oncall/types.ts';
import { didYouMean } from '../settings/did-you-mean.ts';
import { CommandError } from './report.ts';
import { print, say } from './terminal.ts';
import { formatTime, readTime } from './time.ts';
import { withStorage } from './with-storage.ts';

/** `opsknight oncall`: who is on call at a time, and who comes next. */
export async function onCall(name: string | undefined, { at }: { at?: string }): Promise<void> {
  const time = readTime(at, systemClock.now());
  await withStorage(async (storage) => {
    const directory = await storage.onCall.directory();
    const schedules = name === undefined ? directory.schedules : [find(directory, name)];
    if (schedules.length === 0) say('There are no schedules yet: declare them in opsknight.yml and apply it.');
    for (const schedule of schedules) print(`${schedule.name}: ${words(schedule, directory, time)}`);
  });
}

function find({ schedules }: OnCallDirectory, name: string): Schedule {
  const schedule = schedules.find((one) => one.name.toLowerCase() === name.toLowerCase());
  if (schedule) return schedule;
  const names = schedules.map((known) => known.name);
  const hint = didYouMean(name, names) || ` Known schedules: ${names.join(', ') || 'none yet'}.`;
  throw new CommandError(`There is no schedule named "${name}".${hint}`);
}

/** "jane until Mon 2026-01-12 09:00 Europe/Berlin, then bob" */
function words(schedule: Schedule, directory: OnCallDirectory, at: number): string {
  const [now, next] = overview(schedule, directory, at).shifts;
  if (!now) return 'nobody';
  const until = now.to === null ? '' : ` until ${formatTime(now.to, schedule.timezone)}`;
  return `${who(now)}${until}${next ? `, then ${who(next)}` : ''}`;
}

function who({ name }: NamedShift): string {
  return name ?? 'nobody';
}
