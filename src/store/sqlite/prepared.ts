import type { Drizzle } from './database.ts';

/**
 * Statements of the busiest paths, put together once per open database: building one takes Drizzle longer than SQLite
 * takes to run it.
 */
export function prepared<Statements>(prepare: (db: Drizzle) => Statements): (db: Drizzle) => Statements {
  const made = new WeakMap<Drizzle, Statements>();
  return (db) => {
    const statements = made.get(db) ?? prepare(db);
    made.set(db, statements);
    return statements;
  };
}
