import type { Storage } from '../storage/storage.ts';
import { type Finding, well, wrong } from './finding.ts';

/** Whether the database is whole; opening it has brought its schema up to date. */
export async function examineStorage({ health }: Storage, url: string): Promise<Finding[]> {
  const problems = await health.problems();
  if (problems.length === 0) return [well(`Database: ${url} is whole and up to date`)];
  return [
    wrong(
      `Database: ${url} is damaged: ${problems.join('; ')}`,
      'Stop OpsKnight, keep the file, and start it with the latest backup (`opsknight backup` makes them).',
    ),
  ];
}
