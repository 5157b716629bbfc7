import { type Editable, fingerprint, isTouched } from '../../../../incidents/seen-fields.ts';
import { isOver, MAX_TITLE } from '../../../../incidents/types.ts';
import { MAX_DESCRIPTION } from '../../../ingest/alert.ts';
import { ActionForm, fieldOf } from '../../forms.tsx';
import { bytesInPage, fitting, ROOM } from '../../words.ts';
import type { IncidentContent } from '../content.ts';
import { type PageAction, pathOf } from './action.ts';
import { Foldable } from './fields.tsx';

/** Bytes of a service's name in the list. */
const MAX_NAME = 150;

/** Title, service and description. What the form has no room for, or no field of, stays as it is. */
export const edit: PageAction = {
  name: 'edit',
  form: (content) => (isOver(content.incident.state) ? null : <Edit {...content} />),
  command(form) {
    const [title, service] = [fieldOf(form, 'title'), fieldOf(form, 'service')];
    const description = fieldOf(form, 'description').replaceAll('\r\n', '\n');
    const isChanged = (name: Editable, value: string) =>
      name in form && isTouched(fieldOf(form, seenName(name)), value);
    if ((isChanged('title', title) && title.length > MAX_TITLE) || description.length > MAX_DESCRIPTION) {
      return {
        problem: `A title has at most ${MAX_TITLE} characters, a description ${MAX_DESCRIPTION}. Nothing was changed.`,
      };
    }
    return {
      type: 'edit',
      ...(isChanged('title', title) && { title }),
      ...(isChanged('description', description) && { description: description || null }),
      ...(isChanged('service', service) && { serviceId: /^[1-9]\d{0,14}$/.test(service) ? Number(service) : null }),
    };
  },
};

function seenName(name: Editable): string {
  return `seen-${name}`;
}

/** What a field shows, so that one that nobody touched is not taken for an edit. */
function Seen({ name, value }: { name: Editable; value: string | number | null }) {
  return <input type="hidden" name={seenName(name)} value={fingerprint(value)} />;
}

function Edit(content: IncidentContent) {
  const { incident, services, visitor } = content;
  const description = incident.description ?? '';
  const isListed = incident.serviceId === null || services.some(({ id }) => id === incident.serviceId);
  return (
    <Foldable id="edit" label="Edit">
      <ActionForm action={pathOf(content, 'edit')} visitor={visitor}>
        {bytesInPage(incident.title) <= ROOM.title && (
          <>
            <label for="edit-title">Title</label>
            <Seen name="title" value={incident.title} />
            <input id="edit-title" name="title" required maxlength={MAX_TITLE} value={incident.title} />
          </>
        )}
        {isListed && services.length > 0 && (
          <>
            <label for="edit-service">Service</label>
            <Seen name="service" value={incident.serviceId} />
            <select id="edit-service" name="service" aria-describedby="edit-hint">
              <option value="">No particular service</option>
              {services.map(({ id, name }) => (
                <option value={String(id)} selected={id === incident.serviceId}>
                  {fitting(name, MAX_NAME)}
                </option>
              ))}
            </select>
            <p id="edit-hint" class="hint">
              With the service go its channel, its escalation policy and its SLA.
            </p>
          </>
        )}
        {bytesInPage(description) <= ROOM.note && (
          <>
            <label for="edit-description">Description</label>
            <Seen name="description" value={description} />
            <textarea id="edit-description" name="description" rows={6} maxlength={MAX_DESCRIPTION}>
              {description}
            </textarea>
          </>
        )}
        <button type="submit" class="primary">
          Save
        </button>
      </ActionForm>
    </Foldable>
  );
}
