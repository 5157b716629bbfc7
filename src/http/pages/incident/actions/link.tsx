import { incidentKey } from '../../../../incidents/types.ts';
import { ActionForm } from '../../forms.tsx';
import { type PageAction, pathOf } from './action.ts';
import { Foldable } from './fields.tsx';
import { IncidentForm, readIncident } from './incident-form.tsx';

const WHICH = { problem: 'Say which incident, such as INC-42.' };

/** Names another incident that has to do with it. */
export const link: PageAction = {
  name: 'link',
  form: (content) =>
    content.incident.state.status === 'MERGED' ? null : (
      <IncidentForm
        content={content}
        action="link"
        title="Link related"
        name="to"
        label="Link with"
        button="Link"
        hint="Each names the other one to those who may see both. Nothing else changes."
      />
    ),
  command(form) {
    const to = readIncident(form, 'to');
    return to === null ? WHICH : { type: 'link', to };
  },
};

export const unlink: PageAction = {
  name: 'unlink',
  form: (content) =>
    content.incident.state.status === 'MERGED' || content.related.length === 0 ? null : (
      <Foldable id="unlink" label="Remove a link">
        <ActionForm action={pathOf(content, 'unlink')} visitor={content.visitor}>
          <fieldset class="choices">
            <legend>Linked with</legend>
            {content.related.map(({ number }) => (
              <button type="submit" name="from" value={incidentKey(number)}>
                {incidentKey(number)}
              </button>
            ))}
          </fieldset>
        </ActionForm>
      </Foldable>
    ),
  command(form) {
    const to = readIncident(form, 'from');
    return to === null ? WHICH : { type: 'unlink', to };
  },
};
