/** The value below which this part (0 to 1) of the values lies. */
export function quantile(values, part) {
  if (values.length === 0) throw new Error('nothing was measured');
  const sorted = values.toSorted((a, b) => a - b);
  const place = (sorted.length - 1) * part;
  const below = Math.floor(place);
  const low = sorted[below];
  const high = sorted[Math.min(below + 1, sorted.length - 1)];
  return low + (high - low) * (place - below);
}

export const median = (values) => quantile(values, 0.5);

/** The middle, and the quarter of the values on either side of it. */
export function summary(values) {
  return { median: median(values), low: quantile(values, 0.25), high: quantile(values, 0.75) };
}
