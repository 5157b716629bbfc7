import { ActionForm } from '../forms.tsx';
import type { Visitor } from '../visitor.ts';

/** The id of the form that the rows' ticks belong to, wherever they are on the page. */
export const BULK_FORM = 'bulk';
export const BULK_PATH = '/incidents/bulk';
/** An incident that is ticked. */
export const NUMBER_FIELD = 'number';
/** The address of the list, to come back to. */
export const BACK_FIELD = 'back';

/** What is done to all incidents that are ticked; outside the part that renews itself. */
export function BulkForm({ visitor, back }: { visitor: Visitor; back: string }) {
  return (
    <ActionForm action={BULK_PATH} visitor={visitor} id={BULK_FORM} class="bulk">
      <input type="hidden" name={BACK_FIELD} value={back} />
      <div class="bulk-head">
        <label class="tick" data-needs-script hidden>
          <input type="checkbox" id="choose-all" />
          Select all shown
        </label>
        <span id="chosen" class="quiet" role="status">
          Tick incidents to work on several at once.
        </span>
      </div>
      <div id="bulk-fields" class="row">
        <label class="grow">
          Resolution note for all of them (optional)
          <textarea name="note" rows={1} maxlength={3_000} />
        </label>
        <button type="submit" name="action" value="acknowledge">
          Acknowledge selected
        </button>
        <button type="submit" name="action" value="resolve">
          Resolve selected
        </button>
      </div>
    </ActionForm>
  );
}
