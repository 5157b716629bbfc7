import { isDeepStrictEqual } from 'node:util';
import { isSameName } from '../oncall/targets.ts';
import type { OverrideEntry } from './schedule.ts';
import type { ScheduleEntry } from './schema/schedules.ts';

/** An override that somebody made in Slack, in the words of opsknight.yml. */
export interface SlackOverride {
  schedule: string;
  override: OverrideEntry;
}

/** The schedules with what was made in Slack, as an export shows them. */
export function withSlackOverrides(schedules: ScheduleEntry[], made: SlackOverride[]): ScheduleEntry[] {
  return schedules.map((schedule) => ({
    ...schedule,
    overrides: [...schedule.overrides, ...madeIn(schedule, made).filter((one) => !has(schedule.overrides, one))],
  }));
}

/**
 * The schedules of a file without what is there already because it was made in Slack: an export applies to no change.
 * What a file had said before it was made there as well stays the file's.
 */
export function withoutSlackOverrides(
  schedules: ScheduleEntry[],
  stored: ScheduleEntry[],
  made: SlackOverride[],
): ScheduleEntry[] {
  return schedules.map((schedule) => {
    const before = stored.find(({ name }) => isSameName(name, schedule.name))?.overrides ?? [];
    const isMade = (one: OverrideEntry) => has(madeIn(schedule, made), one) && !has(before, one);
    return { ...schedule, overrides: schedule.overrides.filter((one) => !isMade(one)) };
  });
}

function madeIn({ name }: ScheduleEntry, made: SlackOverride[]): OverrideEntry[] {
  return made.filter(({ schedule }) => isSameName(schedule, name)).map(({ override }) => override);
}

function has(overrides: OverrideEntry[], wanted: OverrideEntry): boolean {
  return overrides.some((one) => isDeepStrictEqual(one, wanted));
}
