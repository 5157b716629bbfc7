export type Path = readonly (string | number)[];

/** Something in opsknight.yml that the operator has to change. */
export interface Problem {
  /** 1 is the first; null when it is not about a place in the file. */
  line: number | null;
  /** `services[2].channel`; empty for the file as a whole. */
  path: string;
  message: string;
}

/** The settings can't be applied; nothing was written. */
export class SettingsError extends Error {
  override readonly name = 'SettingsError';

  constructor(readonly problems: Problem[]) {
    super(problems.map(formatProblem).join('\n'));
  }
}

/** `line 12: services[2].channel is empty` */
export function formatProblem({ line, path, message }: Problem): string {
  const place = line === null ? '' : `line ${line}: `;
  return `${place}${path === '' ? 'the file' : path} ${message}`;
}

/** `['services', 2, 'channel']` → `services[2].channel` */
export function formatPath(path: Path): string {
  return path
    .map((segment, index) => (typeof segment === 'number' ? `[${segment}]` : index === 0 ? segment : `.${segment}`))
    .join('');
}
