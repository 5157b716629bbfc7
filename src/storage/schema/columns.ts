import { integer } from 'drizzle-orm/sqlite-core';

// Every instant is UTC milliseconds. Names follow the domain's words, one for one.

export const autoId = () => integer('id').primaryKey({ autoIncrement: true });
export const flag = (name: string) => integer(name, { mode: 'boolean' });
