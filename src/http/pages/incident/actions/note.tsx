import { ActionForm } from '../../forms.tsx';
import { type PageAction, pathOf } from './action.ts';
import { Foldable, MAX_NOTE, readNote } from './fields.tsx';

export const note: PageAction = {
  name: 'note',
  form: (content) =>
    content.incident.state.status === 'MERGED' ? null : (
      <Foldable id="note" label="Add a note">
        <ActionForm action={pathOf(content, 'note')} visitor={content.visitor}>
          <label for="note-text">Note</label>
          <textarea id="note-text" name="note" rows={4} maxlength={MAX_NOTE} required aria-describedby="note-hint" />
          <p id="note-hint" class="hint">
            What you found out, what you try next. It goes into the timeline.
          </p>
          <button type="submit" class="primary">
            Add note
          </button>
        </ActionForm>
      </Foldable>
    ),
  command: (form) => readNote(form, (text) => ({ type: 'note', text })),
};
