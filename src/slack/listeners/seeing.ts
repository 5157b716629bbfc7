import type { Incident } from '../../incidents/types.ts';
import type { Parts } from './parts.ts';

/** The incident, if the person may see it: a hidden one is like one that isn't there. */
export async function visibleIncident(parts: Parts, slackUserId: string, number: number): Promise<Incident | null> {
  const viewer = await parts.membership.viewer(slackUserId);
  return (await parts.incidents.isVisible(number, viewer)) ? parts.incidents.get(number) : null;
}
