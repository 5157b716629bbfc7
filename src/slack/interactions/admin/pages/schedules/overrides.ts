import type { OnCallDirectory } from '../../../../../oncall/call.ts';
import type { Interval } from '../../../../../oncall/types.ts';
import { readOverrideTime } from '../../../../../settings/override-time.ts';
import { type OverrideEntry, toOverrideEntry } from '../../../../../settings/schedule.ts';
import type { ScheduleEntry } from '../../../../../settings/schema/schedules.ts';
import type { Deps } from '../../../deps.ts';

/** An override that is not over. */
export interface ShownOverride extends Interval {
  /** What its form is called for it. */
  key: string;
  override: OverrideEntry;
  /** Its id, where people have made it in Slack; null for one of the settings. */
  id: number | null;
}

const MADE = 'made';

/** Of the settings: by its place. */
export function setKey(index: number): string {
  return `set${index}`;
}

/** Those of the settings and those that people have made, the first to begin first. */
export async function overridesOf(
  { onCall, clock }: Pick<Deps, 'onCall' | 'clock'>,
  entry: ScheduleEntry,
  { users }: OnCallDirectory,
): Promise<ShownOverride[]> {
  const emails = new Map(users.map(({ id, email }) => [id, email]));
  const made = (await onCall.overridesIn(entry.name)).flatMap((one): ShownOverride[] => {
    const override = toOverrideEntry(one, entry.timezone, (id) => emails.get(id));
    return override ? [{ key: `${MADE}${one.id}`, override, id: one.id, from: one.from, to: one.to }] : [];
  });
  const set = entry.overrides.map((override, index): ShownOverride => {
    const [from, to] = [override.from, override.to].map((text) => readOverrideTime(text, entry.timezone));
    return { key: setKey(index), override, id: null, from: from ?? 0, to: to ?? 0 };
  });
  return [...set.filter(({ to }) => to > clock.now()), ...made].sort((a, b) => a.from - b.from);
}
