import type { Urgency } from '../../oncall/urgency.ts';

/** How monitoring systems word what is urgent, in lower case. */
const WORDS: Record<Urgency, readonly string[]> = {
  HIGH: ['high', 'critical', 'crit', 'page', 'fatal', 'emergency', 'alert', 'error', 'major', 'disaster', 'p1', 'p2'],
  MEDIUM: ['medium', 'moderate', 'warning', 'warn', 'average', 'minor', 'p3'],
  LOW: ['low', 'info', 'informational', 'information', 'notice', 'none', 'debug', 'ok', 'p4', 'p5'],
};

const URGENCY_OF = new Map(
  (Object.keys(WORDS) as Urgency[]).flatMap((urgency) => WORDS[urgency].map((word) => [word, urgency] as const)),
);

/** A severity nobody has said, or that nobody knows, may be waking somebody for a good reason. */
export function urgencyOf(severity: string | null): Urgency {
  return URGENCY_OF.get(severity?.trim().toLowerCase() ?? '') ?? 'HIGH';
}
