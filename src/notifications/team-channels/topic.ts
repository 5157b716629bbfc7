/** Slack's limit (https://docs.slack.dev/reference/methods/conversations.setTopic). */
const MAX_TOPIC = 250;
const SEPARATOR = ' | ';

/** What our part begins with. */
export const PART_BEGINS = 'On call now:';

/**
 * A topic with our part as it is to be; the rest stays as people wrote it. One that they have taken out is put back at the end, which
 * is asked for only when somebody else is on call. Where there is no room for it, it is left out rather than the words of others.
 * @param written our part as it was written last; null for never
 * @param wanted null for none
 */
export function withPart(topic: string, written: string | null, wanted: string | null): string {
  const part = written === null ? null : partIn(topic, written);
  const others = part === null ? topic : withoutPart(topic, part);
  if (wanted === null) return others;
  const whole =
    part !== null ? topic.replace(part, () => wanted) : [topic.trim(), wanted].filter(Boolean).join(SEPARATOR);
  return whole.length <= MAX_TOPIC ? whole : others;
}

/** What stands for our part now: as it was written, or what somebody has made of it; null when it is not there. */
function partIn(topic: string, written: string): string | null {
  if (topic.includes(written)) return written;
  return topic.split(SEPARATOR).find((one) => one.startsWith(PART_BEGINS)) ?? null;
}

/** With one of the separators around it. */
function withoutPart(topic: string, part: string): string {
  const own = [`${SEPARATOR}${part}`, `${part}${SEPARATOR}`, part].find((one) => topic.includes(one)) ?? part;
  return topic.replace(own, () => '');
}
