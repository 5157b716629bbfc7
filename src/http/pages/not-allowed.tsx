import type { Refusal } from '../../people/permissions.ts';
import { refusalWords } from '../../words/people.ts';
import { MessagePage } from './layout.tsx';
import type { Visitor } from './visitor.ts';

/** For somebody who may look, and has sent a form all the same. */
export function NotAllowedPage({ visitor, refusal }: { visitor: Visitor; refusal: Refusal }) {
  return (
    <MessagePage title="Not allowed" visitor={visitor}>
      {refusalWords(refusal, 'page')} Nothing was changed.
    </MessagePage>
  );
}
