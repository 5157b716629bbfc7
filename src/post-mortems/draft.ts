import { DateTime } from 'luxon';
import { recapOf } from '../incidents/recap.ts';
import type { Task } from '../incidents/tasks.ts';
import type { StoredTimelineEvent } from '../incidents/timeline.ts';
import { type Incident, incidentKey } from '../incidents/types.ts';
import type { UtcMs } from '../lib/clock.ts';
import { asMarkdown } from '../lib/markdown.ts';
import { POST_MORTEM_PLACE, type PostMortemPlace } from '../settings/schema/post-mortem.ts';
import { actorName, PLAIN_WRITER } from '../words/plain-writer.ts';
import { recapSentences } from '../words/recap.ts';
import { roleLabel } from '../words/roles.ts';
import { duration } from '../words/time.ts';
import { factWords } from '../words/timeline.ts';
import { numbered, partsOf } from './document.ts';
import { DEFAULT_TEMPLATE } from './template.ts';
import { MAX_DOCUMENT, MAX_SECTION, MAX_SECTIONS, type Section } from './types.ts';

/** What a new post-mortem is made of. */
export interface DraftContent {
  incident: Incident;
  /** Its name; null for none. */
  service: string | null;
  /** Oldest first. */
  timeline: readonly StoredTimelineEvent[];
  tasks: readonly Task[];
  pageUrl: string;
  /** The zone that its times are in. */
  zone: string;
}

const MAX_LINE = 300;
const MAX_NAME = 200;
const MAX_DESCRIPTION = 3_000;
/** The timeline has room for an introduction beside it. */
const MAX_TIMELINE = 9_000;

/** What a post-mortem begins as: the template with what is known of the incident in its places, as much of it as fits. */
export function draft(content: DraftContent, template: string | null): Section[] {
  const values = valuesOf(content);
  const filled = (template ?? DEFAULT_TEMPLATE).replace(POST_MORTEM_PLACE, (place, name: PostMortemPlace) =>
    Object.hasOwn(values, name) ? values[name] : place,
  );
  let left = MAX_DOCUMENT;
  return numbered(partsOf(filled).slice(0, MAX_SECTIONS)).map((section) => {
    // Two lines between parts, and what marks a heading.
    left -= section.heading.length + 10;
    const text = section.text.slice(0, Math.max(0, Math.min(MAX_SECTION, left)));
    left -= text.length;
    return { ...section, text };
  });
}

function valuesOf({
  incident,
  service,
  timeline,
  tasks,
  pageUrl,
  zone,
}: DraftContent): Record<PostMortemPlace, string> {
  const { number, title, urgency, description, openedAt, firstAcknowledgedAt, state, roles } = incident;
  const end = timeline.findLast(({ fact }) => fact.kind === 'resolved');
  const recap = end ? recapOf(incident, timeline, tasks, end) : null;
  const name = (text: string) => asMarkdown(text, MAX_NAME);
  const when = (at: UtcMs) => momentIn(at, zone);
  const held = roles.flatMap(({ role, holder }) =>
    holder ? [`${name(roleLabel(role))}: ${name(actorName(holder))}`] : [],
  );
  return {
    key: incidentKey(number),
    title: asMarkdown(title, MAX_LINE),
    service: service === null ? 'none' : name(service),
    urgency,
    description: asMarkdown(description ?? '', MAX_DESCRIPTION),
    triggered: when(openedAt),
    resolved: state.status === 'RESOLVED' ? when(state.at) : 'not yet',
    duration: state.status === 'RESOLVED' ? duration(state.at - openedAt) : 'not over yet',
    acknowledged: firstAcknowledgedAt === null ? 'never' : `after ${duration(firstAcknowledgedAt - openedAt)}`,
    people: recap ? recap.people.map((person) => name(actorName(person))).join(', ') || 'nobody' : 'nobody yet',
    roles: held.join(', ') || 'none',
    summary: recap ? recapSentences(recap, (actor) => name(actorName(actor))).join(' ') : '',
    resolution: state.status === 'RESOLVED' ? asMarkdown(state.note ?? '', MAX_DESCRIPTION) : '',
    timeline: timelineList(timeline, number, when),
    tasks: tasks.map((task) => taskLine(task, when)).join('\n'),
    url: pageUrl,
  };
}

/** A line for each event; of very many the first and the last. */
function timelineList(timeline: readonly StoredTimelineEvent[], number: number, when: (at: UtcMs) => string): string {
  const lines = timeline.map((event) => timelineLine(event, number, when));
  const [first = '', ...rest] = lines;
  let left = MAX_TIMELINE - first.length;
  const kept: string[] = [];
  for (const line of rest.reverse()) {
    left -= line.length + 1;
    if (left < 0) break;
    kept.push(line);
  }
  const hidden = rest.length - kept.length;
  const between = hidden > 0 ? [`- … ${hidden === 1 ? 'one more' : `${hidden} more`} …`] : [];
  return [...(first ? [first] : []), ...between, ...kept.reverse()].join('\n');
}

function timelineLine(
  { at, incidentNumber, actor, fact }: StoredTimelineEvent,
  number: number,
  when: (at: UtcMs) => string,
): string {
  const { words, text, time } = factWords(actor, fact, PLAIN_WRITER);
  const whose = incidentNumber === number ? '' : `${incidentKey(incidentNumber)}: `;
  const until = time === undefined ? '' : ` ${when(time)}`;
  const said = text ? `: ${asMarkdown(text, MAX_LINE)}` : '';
  return `- **${when(at)}** ${asMarkdown(whose + words, MAX_LINE)}${until}${said}`;
}

/** "- [ ] Raise the limit (@bob, by 2026-01-12 09:00)" */
function taskLine({ text, owner, dueAt, done }: Task, when: (at: UtcMs) => string): string {
  const who = owner && asMarkdown(actorName(owner), MAX_NAME);
  const due = dueAt === null ? null : `by ${when(dueAt)}`;
  const more = [who, due].filter((part) => part !== null).join(', ');
  return `- ${done ? '[x]' : '[ ]'} ${asMarkdown(text, MAX_LINE)}${more && ` (${more})`}`;
}

/** "2026-01-05 09:00 Europe/Berlin" */
function momentIn(at: UtcMs, zone: string): string {
  return `${DateTime.fromMillis(at, { zone }).toFormat('yyyy-MM-dd HH:mm')} ${zone.replaceAll('_', '\\_')}`;
}
