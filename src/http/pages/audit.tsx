import { Hono } from 'hono';
import { type AuditEntry, auditedName } from '../../audit/entry.ts';
import { auditedDifferences, HIDDEN_CHANNEL, type Hides, takeBackRefusal, withoutHidden } from '../../audit/words.ts';
import type { PersonActor } from '../../people/actor.ts';
import type { Author } from '../../people/author.ts';
import { authorWords } from '../../words/people.ts';
import { cutTo, oneLine } from '../../words/text.ts';
import type { HttpDeps } from '../deps.ts';
import { ActionForm, formLimit, ownOrigin } from './forms.tsx';
import { Layout, MessagePage, page } from './layout.tsx';
import { ownForm, type SignedIn, signedIn } from './signed-in.tsx';
import { Moment } from './time.tsx';
import type { Visitor } from './visitor.ts';

const PATH = '/settings/audit';
const PAGE_SIZE = 25;
/** Of one entry, and of one value; the command line shows them all. */
const MAX_VALUES = 20;
const MAX_VALUE = 300;
const MAX_NAME = 150;

/** Every change of settings, for admins: who, when, from what to what; and the way back. */
export function auditRoutes(deps: HttpDeps) {
  const { settingsLog, clock } = deps;
  const routes = new Hono<SignedIn & { Variables: { admin: PersonActor } }>();
  routes.use(PATH, ownOrigin(deps.baseUrl), signedIn(deps));
  routes.use(`${PATH}/*`, ownOrigin(deps.baseUrl), signedIn(deps));

  /** Asked for each time: whoever has lost the role since sees no more. */
  routes.use(`${PATH}/*`, async (c, next) => {
    const admin = await settingsLog.admin(c.var.visitor.session);
    if (admin) {
      c.set('admin', admin);
      return next();
    }
    c.status(403);
    return page(
      c,
      <MessagePage title="Not allowed" visitor={c.var.visitor}>
        Only an admin of OpsKnight can see who changed which settings. Nothing was changed.
      </MessagePage>,
    );
  });

  routes.get(PATH, async (c) => {
    const { visitor } = c.var;
    const before = Number(/^[1-9]\d{0,14}$/.exec(c.req.query('before') ?? '')?.[0] ?? Number.NaN);
    const [entries, hides] = await Promise.all([
      settingsLog.list({ ...(!Number.isNaN(before) && { before }), limit: PAGE_SIZE + 1 }),
      settingsLog.hides(visitor.session),
    ]);
    return page(c, <AuditPage entries={entries} hides={hides} visitor={visitor} />);
  });

  routes.post(`${PATH}/:id{[0-9]{1,15}}/take-back`, formLimit, ownForm, async (c) => {
    const { visitor, admin } = c.var;
    const taken = await settingsLog.takeBack(Number(c.req.param('id')), admin);
    if (taken.kind === 'taken_back') return c.redirect(PATH, 303);
    const hides = await settingsLog.hides(visitor.session);
    // What stands in the way may name a channel that this admin is not to know of.
    const value = (text: string) => withoutHidden(text, hides);
    c.status(409);
    return page(
      c,
      <MessagePage title="Not taken back" visitor={visitor}>
        {takeBackRefusal(taken, clock.now(), { author: nameOfAuthor, value })} Nothing was changed.{' '}
        <a href={PATH}>Back to the audit log</a>
      </MessagePage>,
    );
  });

  return routes;
}

interface AuditPageProps {
  /** One more than fit where there are more. */
  entries: readonly AuditEntry[];
  hides: Hides;
  visitor: Visitor;
}

function AuditPage({ entries, hides, visitor }: AuditPageProps) {
  const shown = entries.slice(0, PAGE_SIZE);
  const last = entries.length > PAGE_SIZE ? shown.at(-1) : undefined;
  return (
    <Layout title="Audit log" visitor={visitor}>
      <h1>Audit log</h1>
      <p class="quiet">
        Every change of settings, the newest first. What was changed can be taken back while it is still as that change
        left it.
      </p>
      {shown.length === 0 && <p>No further changes.</p>}
      <ul class="rows">
        {shown.map((entry) => (
          <Entry entry={entry} hides={hides} visitor={visitor} />
        ))}
      </ul>
      {last && (
        <p>
          <a href={`${PATH}?before=${last.id}`}>Earlier changes</a>
        </p>
      )}
    </Layout>
  );
}

/** Such as `+ service "Payment API"`. */
function titleOf(entry: AuditEntry, hides: Hides): string {
  const sign = entry.before === null ? '+' : entry.after === null ? '−' : '~';
  const name = hides(entry.name) || hides(`#${entry.name}`) ? HIDDEN_CHANNEL : entry.name;
  return `${sign} ${cutTo(MAX_NAME, oneLine(auditedName({ ...entry, name })))}`;
}

function Entry({ entry, hides, visitor }: { entry: AuditEntry; hides: Hides; visitor: Visitor }) {
  const { id, at, by, takesBack, takenBackBy } = entry;
  const values = auditedDifferences(entry, hides);
  const title = titleOf(entry, hides);
  return (
    <li class="row-card with-action" id={`change-${id}`}>
      <div>
        <p class="row-title">
          #{id} {title}
        </p>
        <p class="row-facts">
          <span>{nameOfAuthor(by)}</span>
          <span>
            <Moment at={at} zone={visitor.zone} />
          </span>
          {takesBack !== null && <span>takes back #{takesBack}</span>}
          {takenBackBy !== null && <span>taken back by #{takenBackBy}</span>}
        </p>
        {values.length > 0 && (
          <ul>
            {values.slice(0, MAX_VALUES).map(({ path, from, to }) => (
              <li>
                <code>{cutTo(MAX_NAME, path)}</code>: {shownValue(from)} → {shownValue(to)}
              </li>
            ))}
            {values.length > MAX_VALUES && <li>… and {values.length - MAX_VALUES} more</li>}
          </ul>
        )}
      </div>
      {takenBackBy === null && (
        <ActionForm action={`${PATH}/${id}/take-back`} visitor={visitor}>
          <button type="submit" aria-label={`Take back #${id}: ${title}`}>
            Take back
          </button>
        </ActionForm>
      )}
    </li>
  );
}

function shownValue(value: string | null): string {
  return value === null ? 'none' : cutTo(MAX_VALUE, oneLine(value));
}

function nameOfAuthor(author: Author): string {
  return authorWords(author, { handle: oneLine, name: oneLine });
}
