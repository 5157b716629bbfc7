import type { Author } from '../src/people/author.ts';

/** Whoever applies settings and makes keys in tests. */
export const OPERATOR: Author = { kind: 'command_line', user: 'operator' };
