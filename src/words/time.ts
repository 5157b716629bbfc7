import { DAY, HOUR, MINUTE, type UtcMs } from '../lib/clock.ts';

/** "12 min", "2 h 5 min", "3 d 4 h": the two largest units, rounded down. */
export function duration(ms: number): string {
  if (ms < MINUTE) return 'less than a minute';
  const days = Math.floor(ms / DAY);
  const hours = Math.floor((ms % DAY) / HOUR);
  const minutes = Math.floor((ms % HOUR) / MINUTE);
  if (days > 0) return pair(`${days} d`, hours, 'h');
  return hours > 0 ? pair(`${hours} h`, minutes, 'min') : `${minutes} min`;
}

/** For a sentence: "1 minute", "10 minutes", "2 hours"; "2 h 5 min" for what is no whole hour. */
export function spokenDuration(ms: number): string {
  if (ms < MINUTE || (ms >= HOUR && Math.floor((ms % HOUR) / MINUTE) > 0) || ms >= DAY) return duration(ms);
  const [count, unit] = ms < HOUR ? [Math.floor(ms / MINUTE), 'minute'] : [Math.floor(ms / HOUR), 'hour'];
  return `${count} ${unit}${count === 1 ? '' : 's'}`;
}

/** "just now", "2 min ago". */
export function since(at: UtcMs, now: UtcMs): string {
  return now - at < MINUTE ? 'just now' : `${duration(now - at)} ago`;
}

function pair(large: string, small: number, unit: string): string {
  return small > 0 ? `${large} ${small} ${unit}` : large;
}
