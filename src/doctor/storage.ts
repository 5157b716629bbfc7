import type { Storage } from '../storage/storage.ts';
import { type Finding, well, wrong } from './finding.ts';

/** Whether the database is whole; opening it has brought its schema up to date. */
export async function examineStorage({ health }: Storage, url: string): Promise<Finding[]> {
  const problems = await health.problems();
  if (problems.length === 0) return [well(`Database: ${url} is whole and up to date`), ...exposureOf(health, url)];
  return [
    wrong(
      `Database: ${url} is damaged: ${problems.join('; ')}`,
      'Stop OpsKnight, keep the file, and start it with the latest backup (`opsknight backup` makes them).',
    ),
  ];
}

/** A file that was there before, or was put back, keeps the mode that it has. */
function exposureOf(health: Storage['health'], url: string): Finding[] {
  const exposed = health.exposure();
  if (exposed === null) return [];
  return [wrong(`Database: other accounts of this machine get at ${url}: ${exposed.how}`, exposed.remedy)];
}
