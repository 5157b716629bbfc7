import type { Urgency } from '../../oncall/urgency.ts';

/** What monitoring systems call urgent, in lower case. Whatever else they say is LOW. */
const WORDS: Record<Exclude<Urgency, 'LOW'>, readonly string[]> = {
  HIGH: ['high', 'critical', 'crit', 'error', 'major', 'page', 'fatal', 'emergency', 'disaster', 'p1', 'p2'],
  MEDIUM: ['medium', 'warning', 'warn', 'average', 'moderate', 'p3'],
};

/** @param severity null when nothing is said: then it may be waking somebody for a good reason. */
export function urgencyOf(severity: string | null): Urgency {
  if (severity === null) return 'HIGH';
  const word = severity.trim().toLowerCase();
  if (WORDS.HIGH.includes(word)) return 'HIGH';
  return WORDS.MEDIUM.includes(word) ? 'MEDIUM' : 'LOW';
}
