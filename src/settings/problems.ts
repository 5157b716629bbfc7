export type Path = readonly (string | number)[];

/** Where something in a file begins; 1 is the first line, and the first character of a line. */
export interface Place {
  line: number;
  column: number;
}

/** Something in opsknight.yml that the operator has to change. */
export interface Problem {
  /** Null when it is not about a place in the file. */
  place: Place | null;
  /** `services[2].channel`; empty for the file as a whole. */
  path: string;
  message: string;
}

/** More than anybody mends before trying again. */
const MAX_LISTED = 200;

/** The settings can't be applied; nothing was written. */
export class SettingsError extends Error {
  override readonly name = 'SettingsError';

  constructor(readonly problems: Problem[]) {
    const more = problems.length - MAX_LISTED;
    const lines = problems.slice(0, MAX_LISTED).map(formatProblem);
    super([...lines, ...(more > 0 ? [`and ${more} more`] : [])].join('\n'));
  }
}

/** `line 12, column 5: services[2].channel is empty` */
export function formatProblem({ place, path, message }: Problem): string {
  const where = place ? `line ${place.line}, column ${place.column}: ` : '';
  return `${where}${path === '' ? 'the file' : path} ${message}`;
}

/** `['services', 2, 'channel']` → `services[2].channel` */
export function formatPath(path: Path): string {
  return path
    .map((segment, index) => (typeof segment === 'number' ? `[${segment}]` : index === 0 ? segment : `.${segment}`))
    .join('');
}
