import type { Database } from '../storage/sqlite/database.ts';
import { type Finding, well, wrong } from './finding.ts';

/** Whether the database file is whole; opening it has brought its schema up to date. */
export function examineDatabase(database: Database, url: string): Finding[] {
  const problems = database.problems();
  if (problems.length === 0) return [well(`Database: ${url} is whole and up to date`)];
  return [
    wrong(
      `Database: ${url} is damaged: ${problems.join('; ')}`,
      'Stop OpsKnight, keep the file, and start it with the latest backup (`opsknight backup` makes them).',
    ),
  ];
}
