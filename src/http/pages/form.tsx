import type { PropsWithChildren } from 'hono/jsx';
import { FORM_TOKEN_FIELD } from './signed-in.tsx';
import type { Visitor } from './visitor.ts';

/** A form that changes something: sent to `action`, with the proof that it comes from this visitor's own page. */
export function ActionForm({ action, visitor, children }: PropsWithChildren<{ action: string; visitor: Visitor }>) {
  return (
    <form method="post" action={action}>
      <input type="hidden" name={FORM_TOKEN_FIELD} value={visitor.formToken} />
      {children}
    </form>
  );
}
