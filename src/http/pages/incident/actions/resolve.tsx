import { isOver } from '../../../../incidents/types.ts';
import { ActionForm } from '../../forms.tsx';
import { type PageAction, pathOf } from './action.ts';
import { Foldable, MAX_NOTE, readNote } from './fields.tsx';

export const resolve: PageAction = {
  name: 'resolve',
  form: (content) =>
    isOver(content.incident.state) ? null : (
      <Foldable id="resolve" label="Resolve">
        <ActionForm action={pathOf(content, 'resolve')} visitor={content.visitor}>
          <label for="resolution-note">Resolution note (optional)</label>
          <textarea id="resolution-note" name="note" rows={4} maxlength={MAX_NOTE} aria-describedby="resolution-hint" />
          <p id="resolution-hint" class="hint">
            What helped? It goes into the thread and the timeline.
          </p>
          <button type="submit" class="primary">
            Resolve
          </button>
        </ActionForm>
      </Foldable>
    ),
  command: (form) => readNote(form, (text) => ({ type: 'resolve', note: text || null })),
};
