import { accept } from './accept.ts';
import { type Change, NO_TIMERS } from './change.ts';
import { contextOf, type Involved, type PairContext, type PairDecision, refuse } from './pair.ts';
import type { TimelineFact } from './timeline.ts';

/** More is no relation but a list. */
export const MAX_RELATED = 20;

/** They have to do with each other: each names the other one. */
export function linkWith(own: Involved, to: number, context: PairContext): PairDecision {
  const other = otherOf(own, to, context);
  if ('ok' in other) return other;
  if (own.incident.related.includes(to)) return refuse({ reason: 'already_linked', number: to });
  const full = [own, other].find(({ incident }) => incident.related.length >= MAX_RELATED);
  if (full) return refuse({ reason: 'too_many_links', number: full.incident.number, most: MAX_RELATED });
  return both(own, other, (involved, number) =>
    changed(involved, [...involved.incident.related, number], { kind: 'linked', to: number }, context),
  );
}

export function unlinkFrom(own: Involved, to: number, context: PairContext): PairDecision {
  const other = otherOf(own, to, context);
  if ('ok' in other) return other;
  if (!own.incident.related.includes(to)) return refuse({ reason: 'not_linked', number: to });
  return both(own, other, (involved, number) => {
    const left = involved.incident.related.filter((one) => one !== number);
    return changed(involved, left, { kind: 'unlinked', to: number }, context);
  });
}

/** The other one, if it is one; what goes on as another incident keeps the links that it has. */
function otherOf({ incident }: Involved, to: number, { look }: PairContext): Involved | ReturnType<typeof refuse> {
  if (incident.number === to) return refuse({ reason: 'same_incident' });
  const other = look(to);
  if (!other) return refuse({ reason: 'unknown_other', number: to });
  if (incident.state.status === 'MERGED') return refuse({ reason: 'merged', into: incident.state.into });
  const { state } = other.incident;
  if (state.status === 'MERGED') return refuse({ reason: 'other_is_merged', number: to, into: state.into });
  return other;
}

function both(own: Involved, other: Involved, change: (involved: Involved, number: number) => Change): PairDecision {
  return { ok: true, changes: [change(own, other.incident.number), change(other, own.incident.number)] };
}

function changed(involved: Involved, related: number[], fact: TimelineFact, context: PairContext): Change {
  return accept(involved.incident, contextOf(involved, context), { related }, [fact], NO_TIMERS);
}
