import { formatTarget, isSameName, parseTarget } from '../oncall/targets.ts';
import { didYouMean } from './did-you-mean.ts';
import type { Path } from './problems.ts';
import { NOUNS, SECTIONS, type Section, type Sections } from './schema/document.ts';

/** A name that nothing has, where it is written. */
export interface DanglingReference {
  path: Path;
  message: string;
}

export interface Reference {
  section: Section;
  name: string;
}

/** Everywhere that one entry names another; "*" stands for any item of a list. */
const REFERENCES: { at: string[]; read: (text: string) => Reference | null; mayWait?: true }[] = [
  { at: ['groups', '*', 'users', '*'], read: userReference },
  { at: ['schedules', '*', 'layers', '*', 'users', '*'], read: userReference },
  { at: ['schedules', '*', 'overrides', '*', 'user'], read: userReference },
  { at: ['schedules', '*', 'overrides', '*', 'replaces'], read: userReference },
  { at: ['escalation_policies', '*', 'steps', '*', 'notify', '*'], read: targetReference },
  {
    at: ['services', '*', 'escalation_policy'],
    read: (text) => ({ section: 'escalation_policies', name: text.trim() }),
  },
  { at: ['services', '*', 'connection'], read: connectionReference },
  { at: ['services', '*', 'shared_with', '*'], read: connectionReference },
  { at: ['services', '*', 'depends_on', '*'], read: serviceReference },
  { at: ['workspace', 'subscriptions', '*', 'services', '*'], read: serviceReference },
  { at: ['workspace', 'status_channels', '*', 'services', '*'], read: serviceReference },
  { at: ['projects', '*', 'services', '*'], read: serviceReference },
  { at: ['projects', '*', 'people', '*', 'user'], read: userReference },
  { at: ['projects', '*', 'connections', '*'], read: connectionReference },
  { at: ['heartbeats', '*', 'service'], read: serviceReference },
  { at: ['maintenance', '*', 'services', '*'], read: serviceReference },
  { at: ['outgoing_webhooks', '*', 'services', '*'], read: serviceReference },
  { at: ['runbooks', '*', 'trigger', 'services', '*'], read: serviceReference },
  { at: ['runbooks', '*', 'connection'], read: connectionReference },
  { at: ['runbooks', '*', 'steps', '*', 'add_users', '*'], read: scheduleReference },
  { at: ['runbooks', '*', 'steps', '*', 'AddUsers', '*'], read: scheduleReference },
  { at: ['runbooks', '*', 'steps', '*', 'users', '*'], read: scheduleReference },
  { at: ['runbooks', '*', 'steps', '*', 'to', '*'], read: scheduleReference },
  { at: ['runbooks', '*', 'steps', '*', 'to'], read: scheduleReference },
  { at: ['runbooks', '*', 'steps', '*', 'of', '*'], read: scheduleReference },
  { at: ['routing', '*', 'set', 'service'], read: serviceReference },
  { at: ['incident_channels', 'when', 'services', '*'], read: serviceReference },
  // Until there is such a heartbeat, there is no such rule: what it would take for a beat opens an incident, and is not lost.
  { at: ['routing', '*', 'heartbeat'], read: (text) => ({ section: 'heartbeats', name: text.trim() }), mayWait: true },
];

/** What the entries of each section are called by those that refer to them. */
export type Names = Partial<Record<Section, string[]>> & {
  /** Whatever connections there are already are called. */
  connected?: readonly string[];
};

/** The names that a document declares; nothing for a section that it does not have. */
export function namesIn(document: unknown): Names {
  const names: Names = {};
  for (const section of SECTIONS) {
    if (valuesAt(document, [section]).length === 0) continue;
    names[section] = textsAt(document, [section, '*', section === 'users' ? 'email' : 'name']).map(({ text }) =>
      section === 'users' ? text.trim().toLowerCase() : text.trim(),
    );
  }
  return names;
}

/**
 * References to entries that do not exist. Works on the file as it was written, whether or not the rest of it is
 * right, so that an operator sees every problem at once.
 */
export function danglingReferences(document: unknown, names: Names): DanglingReference[] {
  return REFERENCES.flatMap(({ at, read, mayWait }) =>
    textsAt(document, at).flatMap(({ path, text }) => {
      const reference = read(text);
      const known = reference ? namesOf(reference.section, names) : [];
      if (!reference || declared(reference.name, known) !== undefined) return [];
      if (mayWait && !didYouMean(reference.name, known)) return [];
      const noun = `${NOUNS[reference.section]} ${JSON.stringify(reference.name)}`;
      return [{ path, message: `names the ${noun}, which does not exist.${didYouMean(reference.name, known)}` }];
    }),
  );
}

/** The heartbeats that routing rules name, and that don't exist yet: a name that is nearly another's is a mistake instead. */
export function awaitedHeartbeats(document: unknown, { heartbeats = [] }: Names): string[] {
  const named = textsAt(document, ['routing', '*', 'heartbeat']).map(({ text }) => text.trim());
  return [...new Set(named.filter((name) => declared(name, heartbeats) === undefined))];
}

/** The entries that refer to one: each once, by its section and its name. */
export function referrersTo(document: unknown, { section, name }: Reference): Reference[] {
  const found = REFERENCES.flatMap(({ at, read }) =>
    textsAt(document, at).flatMap(({ path: [from, index], text }): Reference[] => {
      const reference = read(text);
      if (reference?.section !== section || !isSameName(reference.name, name)) return [];
      const kept = SECTIONS.find((one) => one === from);
      const [called] = kept ? textsAt(document, [kept, '*', 'name']).filter(({ path }) => path[1] === index) : [];
      return kept && called ? [{ section: kept, name: called.text }] : [];
    }),
  );
  const byKey = new Map(found.map((one) => [`${one.section}:${one.name}`, one]));
  return [...byKey.values()];
}

/** A workspace that is connected can be named as a connection, too. */
function namesOf(section: Section, names: Names): readonly string[] {
  const own = names[section] ?? [];
  return section === 'connections' ? [...own, ...(names.connected ?? [])] : own;
}

/**
 * An entry with every name that it refers to written as the entry of that name writes it: names mean the same in any
 * case, and are looked up as they are written.
 */
export function withDeclaredNames<S extends Section>(section: S, entry: Sections[S], names: Names): Sections[S] {
  const spelled = (in_: Section, name: string) => declared(name, names[in_] ?? []) ?? name;
  if (section === 'services') {
    const service = entry as Sections['services'];
    const policy = service.escalation_policy;
    const dependsOn = service.depends_on.map((one) => spelled('services', one));
    return {
      ...entry,
      escalation_policy: policy && spelled('escalation_policies', policy),
      depends_on: dependsOn,
    };
  }
  if (section === 'projects') {
    const { services } = entry as Sections['projects'];
    return { ...entry, services: services.map((service) => spelled('services', service)) };
  }
  if (section === 'maintenance') {
    const { services } = entry as Sections['maintenance'];
    return { ...entry, services: services.map((service) => spelled('services', service)) };
  }
  if (section === 'outgoing_webhooks') {
    const { services } = entry as Sections['outgoing_webhooks'];
    return { ...entry, services: services?.map((service) => spelled('services', service)) ?? null };
  }
  if (section === 'runbooks') {
    const { trigger } = entry as Sections['runbooks'];
    const services = trigger?.services?.map((service) => spelled('services', service)) ?? null;
    return { ...entry, trigger: trigger && { ...trigger, services } };
  }
  if (section === 'heartbeats') {
    const { service } = entry as Sections['heartbeats'];
    return { ...entry, service: service && spelled('services', service) };
  }
  if (section !== 'escalation_policies') return entry;
  const { steps } = entry as Sections['escalation_policies'];
  const respelled = (text: string) => {
    const { kind, name } = parseTarget(text);
    if (kind === 'group') return formatTarget({ kind, name: spelled('groups', name) });
    return kind === 'schedule' ? formatTarget({ kind, name: spelled('schedules', name) }) : text;
  };
  return { ...entry, steps: steps.map((step) => ({ ...step, notify: step.notify.map(respelled) })) };
}

function declared(name: string, known: readonly string[]): string | undefined {
  return known.find((one) => isSameName(one, name));
}

function userReference(text: string): Reference {
  return { section: 'users', name: text.trim().toLowerCase() };
}

function connectionReference(text: string): Reference {
  return { section: 'connections', name: text.trim() };
}

/** Among those whom a step adds: only a schedule is named as such. */
function scheduleReference(text: string): Reference | null {
  const [, name] = /^schedule:(.+)$/.exec(text.trim()) ?? [];
  return name === undefined ? null : { section: 'schedules', name: name.trim() };
}

function serviceReference(text: string): Reference {
  return { section: 'services', name: text.trim() };
}

/** Channels and Slack's own groups are not declared anywhere; what is not a target at all is the schema's business. */
function targetReference(text: string): Reference | null {
  try {
    const { kind, name } = parseTarget(text);
    switch (kind) {
      case 'user':
        return { section: 'users', name };
      case 'group':
        return { section: 'groups', name };
      case 'schedule':
        return { section: 'schedules', name };
      default:
        return null;
    }
  } catch {
    return null;
  }
}

/** The texts at a place, wherever the document has the shape for it. */
export function textsAt(document: unknown, at: string[]): { path: Path; text: string }[] {
  return valuesAt(document, at).flatMap(({ path, value }) =>
    typeof value === 'string' ? [{ path, text: value }] : [],
  );
}

function valuesAt(value: unknown, at: string[], path: Path = []): { path: Path; value: unknown }[] {
  const [segment, ...rest] = at;
  if (segment === undefined) return value === undefined ? [] : [{ path, value }];
  if (segment === '*') {
    return Array.isArray(value) ? value.flatMap((item, index) => valuesAt(item, rest, [...path, index])) : [];
  }
  const isMapping = typeof value === 'object' && value !== null && Object.hasOwn(value, segment);
  return isMapping ? valuesAt((value as Record<string, unknown>)[segment], rest, [...path, segment]) : [];
}
