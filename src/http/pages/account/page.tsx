import type { Session } from '../../store.ts';
import { ActionForm } from '../form.tsx';
import { Layout } from '../layout.tsx';
import { Moment } from '../time.tsx';
import type { Visitor } from '../visitor.ts';
import { nameOf } from '../words.ts';
import { browserName } from './browser-name.ts';

/** Where a person is signed in, with a way to end each. */
export function SessionsPage({ sessions, visitor }: { sessions: Session[]; visitor: Visitor }) {
  return (
    <Layout title="Your sessions" visitor={visitor} section="account">
      <h1>Your sessions</h1>
      <p class="quiet">
        Signed in as {nameOf(visitor.person)}. A session ends by itself after 12 hours, and at once when the Slack
        account is deactivated.
      </p>
      <ul class="rows">
        {sessions.map((session) => (
          <SessionRow session={session} visitor={visitor} />
        ))}
      </ul>
      <ActionForm action="/account/sessions/end-all" visitor={visitor}>
        <button type="submit">Sign out everywhere</button>
      </ActionForm>
    </Layout>
  );
}

function SessionRow({ session, visitor }: { session: Session; visitor: Visitor }) {
  const { id, userAgent, createdAt, expiresAt } = session;
  const isThis = id === visitor.session.id;
  const name = browserName(userAgent);
  return (
    <li class="row-card with-action">
      <div>
        <p class="row-title" title={userAgent}>
          {name}
          {isThis && <span class="badge">This browser</span>}
        </p>
        <p class="row-facts">
          <span>
            since <Moment at={createdAt} zone={visitor.zone} />
          </span>
          <span>
            until <Moment at={expiresAt} zone={visitor.zone} />
          </span>
        </p>
      </div>
      <ActionForm action={`/account/sessions/${id}/end`} visitor={visitor}>
        <button type="submit" aria-label={isThis ? 'Sign out' : `Sign out ${name}`}>
          Sign out
        </button>
      </ActionForm>
    </li>
  );
}
