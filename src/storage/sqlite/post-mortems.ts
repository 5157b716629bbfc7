import { and, desc, eq, lt, or, type SQL, sql } from 'drizzle-orm';
import { isShownIn } from '../../incidents/privacy.ts';
import type { UtcMs } from '../../lib/clock.ts';
import { owedPostMortem, type PostMortemPost } from '../../notifications/kinds/post-mortem.ts';
import { owedRetraction } from '../../notifications/kinds/retraction.ts';
import type { PostedAt } from '../../notifications/queue/store.ts';
import type { Change } from '../../post-mortems/change.ts';
import type { PostMortemStore } from '../../post-mortems/store.ts';
import type { PostMortem } from '../../post-mortems/types.ts';
import { incidents, postMortemPosts, postMortems } from '../schema/index.ts';
import { carryOut } from './carry-out.ts';
import type { Database, Drizzle } from './database.ts';
import { privateHomeOf } from './incident-homes.ts';
import { visibleTo } from './incident-queries.ts';

/** More words than anybody types; each costs a look at every text. */
const MAX_WORDS = 10;

export function sqlitePostMortemStore({ db, write }: Database): PostMortemStore {
  const change = (incidentNumber: number, decide: (current: PostMortem) => Change): Change | null => {
    const current = postMortemOf(db, incidentNumber);
    if (!current) return null;
    const decided = decide(current);
    if (decided.ok && decided.postMortem.version !== current.version) {
      const its = eq(postMortems.incidentNumber, incidentNumber);
      db.update(postMortems).set(decided.postMortem).where(its).run();
    }
    return decided;
  };
  return {
    async get(incidentNumber) {
      return postMortemOf(db, incidentNumber);
    },
    async begin(postMortem) {
      return write(() => {
        db.insert(postMortems).values(postMortem).onConflictDoNothing().run();
        return postMortemOf(db, postMortem.incidentNumber) ?? postMortem;
      });
    },
    async change(incidentNumber, decide) {
      return write(() => change(incidentNumber, decide));
    },
    async publish(incidentNumber, decide, connectionId, at) {
      return write(() => {
        const decided = change(incidentNumber, decide);
        const published = decided?.ok ? decided.postMortem.published : null;
        if (!published) return decided;
        const { target, by } = published;
        const post = { incidentNumber, connectionId, target, by };
        const { id } = db.insert(postMortemPosts).values(post).returning({ id: postMortemPosts.id }).get();
        carryOut(db, owedPostMortem(id, { connectionId, target }, at));
        return decided;
      });
    },
    async list({ eyes, text, before, limit }) {
      const words = text.split(/\s+/).filter((word) => word !== '');
      return db
        .select({
          incidentNumber: postMortems.incidentNumber,
          state: postMortems.state,
          edited: postMortems.edited,
          published: postMortems.published,
          title: incidents.title,
        })
        .from(postMortems)
        .innerJoin(incidents, eq(incidents.number, postMortems.incidentNumber))
        .where(
          and(
            visibleTo(db, eyes),
            before === null ? undefined : lt(postMortems.incidentNumber, before),
            ...words.slice(0, MAX_WORDS).map(holds),
          ),
        )
        .orderBy(desc(postMortems.incidentNumber))
        .limit(limit)
        .all();
    },
  };
}

/** The word is in the text, or in the title. Of the document as it is stored, every value; names of members are one word each. */
function holds(word: string): SQL | undefined {
  const pattern = `%${word.replace(/[\\%_]/g, '\\$&')}%`;
  return or(
    sql`${incidents.title} like ${pattern} escape '\\'`,
    sql`exists (select 1 from json_each(${postMortems.sections}) as part
      where part.value ->> 'heading' like ${pattern} escape '\\' or part.value ->> 'text' like ${pattern} escape '\\')`,
  );
}

function postMortemOf(db: Drizzle, incidentNumber: number): PostMortem | null {
  return db.select().from(postMortems).where(eq(postMortems.incidentNumber, incidentNumber)).get() ?? null;
}

/** What a publication says, and where. */
export function postMortemPostOf(db: Drizzle, id: number): PostMortemPost | null {
  const row = db.select().from(postMortemPosts).where(eq(postMortemPosts.id, id)).get();
  return row ? { ...row, reroutedFrom: null } : null;
}

/** Inside a transaction: Slack has it. */
export function notePostMortemPost(db: Drizzle, id: number, { channelId, ts }: PostedAt, now: UtcMs): void {
  db.update(postMortemPosts).set({ channelId, ts }).where(eq(postMortemPosts.id, id)).run();
  const post = postMortemPostOf(db, id);
  if (post) takeBack(db, { ...post, id }, now);
}

/** Inside a transaction: it is not to be seen there, or Slack has refused it; `code` says why. */
export function notePostMortemRefusal(db: Drizzle, id: number, code: string): void {
  const post = postMortemPostOf(db, id);
  if (!post) return;
  const its = eq(postMortems.incidentNumber, post.incidentNumber);
  db.update(postMortems).set({ refusal: code }).where(its).run();
}

/** Inside the transaction of a change: an incident has become private in these connections. */
export function hidePostMortem(db: Drizzle, number: number, closed: ReadonlySet<number>, now: UtcMs): void {
  if (closed.size === 0) return;
  for (const row of db.select().from(postMortemPosts).where(eq(postMortemPosts.incidentNumber, number)).all()) {
    if (closed.has(row.connectionId)) takeBack(db, row, now);
  }
}

function takeBack(
  db: Drizzle,
  {
    id,
    incidentNumber,
    connectionId,
    channelId,
    ts,
  }: Pick<PostMortemPost, 'incidentNumber' | 'connectionId' | 'channelId' | 'ts'> & { id: number },
  now: UtcMs,
): void {
  const home = privateHomeOf(db, incidentNumber, connectionId);
  if (!home || channelId === null || isShownIn(home, channelId)) return;
  const place = { id, connectionId, incidentNumber, channelId, ts };
  carryOut(db, owedRetraction({ kind: 'post_mortem', place }, { about: null, withMessage: true }, now));
}

/** Inside a transaction: it is all text, and goes with that of its incident. */
export function forgetPostMortem(db: Drizzle, number: number): void {
  db.delete(postMortemPosts).where(eq(postMortemPosts.incidentNumber, number)).run();
  db.delete(postMortems).where(eq(postMortems.incidentNumber, number)).run();
}
