import type { PropsWithChildren } from 'hono/jsx';
import { Layout } from './layout.tsx';
import type { Visitor } from './visitor.ts';

/** A page that only says something. */
export function MessagePage({ title, visitor, children }: PropsWithChildren<{ title: string; visitor?: Visitor }>) {
  return (
    <Layout title={title} visitor={visitor}>
      <section class="message">
        <h1>{title}</h1>
        <p>{children}</p>
      </section>
    </Layout>
  );
}

/** For browsers that aren't signed in: Slack is the only way in. */
export function SignInPage() {
  return (
    <MessagePage title="Sign in from Slack">
      Press <strong>View in OpsKnight</strong> on an incident's card, or run <code>/opsknight web</code>: OpsKnight
      answers with a link that signs you in.
    </MessagePage>
  );
}
