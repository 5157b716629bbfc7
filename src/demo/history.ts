import type { Deed, PastIncident } from '../incidents/past.ts';
import { relive } from '../incidents/past.ts';
import { DAY, HOUR, MINUTE, type UtcMs } from '../lib/clock.ts';
import type { PersonActor } from '../people/actor.ts';
import { rulesFor } from '../settings/rules.ts';
import type { ConnectionSettings } from '../settings/store.ts';
import type { Service } from '../settings/types.ts';
import { Chance } from './chance.ts';
import { TROUBLES, type Trouble } from './troubles.ts';

/** As far back as the demo's company remembers. */
export const WEEKS = 12;
/** Nothing that is over has just happened. */
const LATEST = 3 * HOUR;
const WEEK = 7 * DAY;

/** Whose past it is. */
export interface Company {
  services: readonly Service[];
  workspaces: ConnectionSettings[];
  /** By handle. */
  people: ReadonlyMap<string, PersonActor>;
}

/** Twelve weeks of incidents, the same for everybody who tries the demo. */
export function history(company: Company, now: UtcMs): PastIncident[] {
  const chance = new Chance(20_260_105);
  const all = TROUBLES.flatMap((trouble) => {
    const service = company.services.find(({ name }) => name === trouble.service);
    if (!service) return [];
    return Array.from({ length: WEEKS }, (_, week) => {
      const times = chance.count(trouble.perWeek * mood(trouble, week));
      return Array.from({ length: times }, () => {
        const at = now - LATEST - (WEEKS - 1 - week) * WEEK - Math.floor(chance.share() ** 1.2 * (WEEK - LATEST));
        return past(trouble, service, company, at, week, chance);
      });
    }).flat();
  });
  return all.toSorted((one, other) => one.incident.openedAt - other.incident.openedAt);
}

/** A bad release in the fifth week, and everything else slowly getting better. */
function mood({ service }: Trouble, week: number): number {
  if (service === 'Payment API' && (week === 4 || week === 5)) return 2.4;
  return 1.25 - week * 0.04;
}

function past(
  trouble: Trouble,
  service: Service,
  { workspaces, people }: Company,
  at: UtcMs,
  week: number,
  chance: Chance,
): PastIncident {
  const { title, urgency, components, source, description = null } = trouble;
  const report = {
    title,
    description,
    urgency,
    serviceId: service.id,
    components,
    source,
    url: null,
    details: null,
    dedupKey: `past ${title}`,
  };
  const monitor = { kind: 'monitor', name: source } as const;
  const handle = trouble.people[week % trouble.people.length] ?? '';
  const person = people.get(chance.isSo(0.85) ? handle : chance.oneOf(trouble.people));
  return relive(
    report,
    { at, actor: monitor },
    person && !chance.isSo(trouble.byItself)
      ? worked(trouble, person, at, week, chance)
      : [byItself(at, monitor, chance)],
    rulesFor({ service, workspaces }),
  );
}

/** Nobody got to it before the monitor said that all was well. */
function byItself(at: UtcMs, actor: Deed['actor'], chance: Chance): Deed {
  return { at: at + chance.about(9 * MINUTE), actor, command: { type: 'resolve', note: null } };
}

/** Somebody took it, maybe noted something, and ended it; faster from week to week. */
function worked(trouble: Trouble, actor: PersonActor, at: UtcMs, week: number, chance: Chance): Deed[] {
  const practice = 1.3 - week * 0.05;
  const taken = at + chance.about(trouble.acknowledge * practice);
  const ended = taken + chance.about(trouble.resolve * practice);
  const noted = taken + Math.floor((ended - taken) / 2);
  const notes: Deed[] = chance.isSo(0.3)
    ? [{ at: noted, actor, command: { type: 'note', text: chance.oneOf(trouble.findings) } }]
    : [];
  const note = chance.isSo(0.7) ? chance.oneOf(trouble.remedies) : null;
  return [
    { at: taken, actor, command: { type: 'acknowledge' } },
    ...notes,
    { at: ended, actor, command: { type: 'resolve', note } },
  ];
}
