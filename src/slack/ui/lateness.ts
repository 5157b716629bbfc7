import { duration } from '../../words/time.ts';

/** "(delayed by 12 min)"; empty when there is no delay worth saying. */
export function delay(lateBy: number | null): string {
  return lateBy === null ? '' : `(delayed by ${duration(lateBy)})`;
}
