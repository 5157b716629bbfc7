/** How often a property is tried: enough to notice at every `npm test`; `RUNS=10 npm run jest -- …` digs ten times deeper. */
export function runs(usual: number): number {
  return Math.round(usual * Number(process.env['RUNS'] ?? 1));
}
