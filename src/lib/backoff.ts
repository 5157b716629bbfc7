/** Waits that double from `first` up to `most` milliseconds, each shortened by up to half at random. */
export interface Backoff {
  first: number;
  most: number;
}

/**
 * How long to wait before the next attempt.
 * @param failures attempts that have failed in a row, 1 or more.
 */
export function backoffDelay({ first, most }: Backoff, failures: number, random: () => number = Math.random): number {
  const full = Math.min(most, first * 2 ** Math.min(failures - 1, 30));
  return full * (0.5 + random() / 2);
}
