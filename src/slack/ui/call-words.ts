import type { Call } from '../../oncall/call.ts';
import { OBSTACLES } from '../../words/obstacles.ts';
import { cut, mrkdwn, oneLine } from './escape.ts';

/** A line is read at a glance; the timeline has them all. */
const MAX_NAMES = 10;
const MAX_NAME = 60;

/** mrkdwn of who was called, and of whom or what could not be: "paged @bob, @carol; skipped @dave, disabled". */
export function callWords({ paged, channels, gaps, skipped, unreachable = [], unknown }: Call): string {
  const reached = [...paged.map(({ name }) => personWord(name)), ...channels.map(shown)];
  const parts = [
    reached.length > 0 ? `paged ${listed(reached)}` : 'nobody paged',
    gaps.length > 0 ? `nobody is on call in ${listed(gaps.map(shown))}` : '',
    skipped.length > 0 ? `skipped ${listed(skipped.map(personWord))}, disabled` : '',
    unreachable.length > 0
      ? `could not reach ${listed(unreachable.map(({ name, obstacle }) => `${personWord(name)}, ${OBSTACLES[obstacle]}`))}`
      : '',
    unknown.length > 0 ? `${listed(unknown.map(shown))} leads to nobody` : '',
  ];
  return parts.filter((part) => part !== '').join('; ');
}

/** A name that is shown and pings no one. */
export function personWord(name: string): string {
  return `@${shown(name.replace(/^[@\s]+/, ''))}`;
}

function shown(name: string): string {
  return mrkdwn(cut(oneLine(name), MAX_NAME)) || '—';
}

function listed(words: string[]): string {
  const more = words.length - MAX_NAMES;
  return [...words.slice(0, MAX_NAMES), ...(more > 0 ? [`${more} more`] : [])].join(', ');
}
