import type { Context } from 'hono';
import { type Incident, parseIncidentKey } from '../../../incidents/types.ts';
import type { HttpParts } from '../../parts.ts';
import type { Visitor } from '../visitor.ts';

/** The incident of a path, if the visitor may see it; a hidden one looks like one that isn't there. */
export async function findVisible(c: Context, visitor: Visitor, parts: HttpParts): Promise<Incident | null> {
  const number = parseIncidentKey(c.req.param('number') ?? '');
  const incident = number === null ? null : await parts.store.get(number);
  if (!incident) return null;
  const viewer = await parts.viewer(visitor.session);
  return (await parts.store.isVisible(incident.number, viewer)) ? incident : null;
}
