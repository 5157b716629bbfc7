import { randomBytes } from 'node:crypto';
import { eq } from 'drizzle-orm';
import { secrets } from '../schema/index.ts';
import type { Database } from './database.ts';

/** A random text that the app signs with, made when it is first asked for. */
export async function secretFor({ db, write }: Pick<Database, 'db' | 'write'>, name: string): Promise<string> {
  const read = () => db.select().from(secrets).where(eq(secrets.name, name)).get()?.value;
  const known = read();
  if (known !== undefined) return known;
  return await write(() => {
    const value = randomBytes(32).toString('base64url');
    db.insert(secrets).values({ name, value }).onConflictDoNothing().run();
    return read() ?? value;
  });
}
