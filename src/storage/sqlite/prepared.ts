import { type Column, type SQL, sql } from 'drizzle-orm';
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

/** A statement that is put together when it is first used: to make all of them takes longer than most short commands run. */
export function later<Statement>(make: () => Statement): () => Statement {
  let made: Statement | undefined;
  return () => (made ??= make());
}

/** Statements about some columns of a table: one is put together for each choice of columns that comes up. */
export function statementsBySet<Statement>(make: (names: string[]) => Statement): (names: string[]) => Statement {
  const made = new Map<string, Statement>();
  return (names) => {
    const key = names.join();
    const statement = made.get(key) ?? make(names);
    made.set(key, statement);
    return statement;
  };
}

/** Places for the values of columns in a prepared statement, each called as its column and stored in the column's way. */
export function slotsFor<Columns extends Record<string, Column>>(columns: Columns): { [Name in keyof Columns]: SQL } {
  const slots = Object.entries(columns).map(([name, column]) => {
    // A column of JSON would make the text "null" of null.
    const encoder = { mapToDriverValue: (value: unknown) => (value === null ? null : column.mapToDriverValue(value)) };
    return [name, sql`${sql.param(sql.placeholder(name), encoder)}`];
  });
  return Object.fromEntries(slots);
}
