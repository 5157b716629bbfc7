import type { Confirmation } from '../../block-kit/composition.ts';
import { plainWords, Text } from '../text/text.tsx';
import type { Viewer } from '../viewer.ts';

export const confirmId = (id: string) => `${id}-confirm`;

/** The question that is asked before an action is sent. Esc is “no”. */
export function Confirm({ viewer, id, dialog }: { viewer: Viewer; id: string; dialog: Confirmation }) {
  const titleId = `${confirmId(id)}-title`;
  return (
    <dialog id={confirmId(id)} class="confirm" aria-labelledby={titleId}>
      <form method="dialog">
        <h2 id={titleId}>{plainWords(dialog.title)}</h2>
        <p class="prose">
          <Text viewer={viewer} text={dialog.text} />
        </p>
        <div class="dialog-buttons">
          <button type="submit" class="button" value="deny">
            {plainWords(dialog.deny)}
          </button>
          <button type="submit" class={`button ${dialog.style === 'danger' ? 'danger' : 'primary'}`} value="confirm">
            {plainWords(dialog.confirm)}
          </button>
        </div>
      </form>
    </dialog>
  );
}
