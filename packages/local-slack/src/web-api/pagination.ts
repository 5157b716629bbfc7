import type { Args } from './call.ts';
import { ApiError } from './errors.ts';

const encode = (position: string) => Buffer.from(`next:${position}`).toString('base64');

function decode(cursor: string): string {
  const text = Buffer.from(cursor, 'base64').toString();
  if (!text.startsWith('next:')) throw new ApiError('invalid_cursor');
  return text.slice('next:'.length);
}

/**
 * One page of a list, by the id of the item that comes next; an empty cursor ends the list
 * (https://docs.slack.dev/apis/web-api/pagination).
 */
export function page<T>(
  items: readonly T[],
  idOf: (item: T) => string,
  args: Args,
  size: number,
): { items: T[]; next: string } {
  const cursor = args.text('cursor');
  const start = cursor === undefined ? 0 : items.findIndex((item) => idOf(item) === decode(cursor));
  if (start < 0) throw new ApiError('invalid_cursor');
  const next = items[start + size];
  return { items: items.slice(start, start + size), next: next === undefined ? '' : encode(idOf(next)) };
}
