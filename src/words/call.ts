import type { Call } from '../oncall/call.ts';
import { OBSTACLES } from './people.ts';

/** How a place writes who was called, in one line. */
export interface CallWriter {
  person(name: string): string;
  /** A channel, a schedule or a target, as the operator wrote it. */
  name(name: string): string;
  /** "@bob, @carol"; where there are too many of them, how many more. */
  list(names: string[]): string;
}

/** Who was called, and whom or what could not be: "paged @bob, @carol; skipped @dave, disabled". */
export function callLine(call: Call, { person, name, list }: CallWriter): string {
  const { paged, contacted = [], channels, gaps, skipped, unreachable = [], unknown } = call;
  const reached = [...[...paged, ...contacted].map((page) => person(page.name)), ...channels.map(name)];
  const missed = unreachable.map((one) => `${person(one.name)}, ${OBSTACLES[one.obstacle]}`);
  return [
    reached.length > 0 ? `paged ${list(reached)}` : 'nobody paged',
    gaps.length > 0 ? `nobody is on call in ${list(gaps.map(name))}` : '',
    skipped.length > 0 ? `skipped ${list(skipped.map(person))}, disabled` : '',
    missed.length > 0 ? `could not reach ${list(missed)}` : '',
    unknown.length > 0 ? `${list(unknown.map(name))} leads to nobody` : '',
  ]
    .filter((part) => part !== '')
    .join('; ');
}

/** The same in sentences, where there is room: "Paged: @bob. Nobody is on call in nights." */
export function callSentences(call: Call): string {
  const people = [...call.paged, ...(call.contacted ?? [])];
  const reached = [...people.map(({ name }) => `@${name}`), ...call.channels];
  return [
    reached.length > 0 ? `Paged: ${reached.join(', ')}` : 'Nobody was paged',
    ...misses(call, 'Could not reach').map((miss) => miss.replace(/^nobody/, 'Nobody')),
  ]
    .map((sentence) => `${sentence}.`)
    .join(' ');
}

/** The same of a call that is only rehearsed: "pages bob <bob@example.com>; nobody is on call in nights". */
export function rehearsedCall(call: Call): string {
  const people = [...call.paged, ...(call.contacted ?? [])];
  const reached = [...people.map(({ name, target }) => `${name} <${target.slice(1)}>`), ...call.channels];
  return [`pages ${reached.join(', ') || 'nobody'}`, ...misses(call, 'can not reach')].join('; ');
}

function misses({ gaps, skipped, unreachable = [], unknown }: Call, reach: string): string[] {
  return [
    ...gaps.map((schedule) => `nobody is on call in ${schedule}`),
    ...skipped.map((name) => `${name} is disabled`),
    ...unreachable.map(({ name, obstacle }) => `${reach} ${name}, ${OBSTACLES[obstacle]}`),
    ...unknown.map((target) => `${target} leads to nobody`),
  ];
}
