import { actorName } from '../../../words/plain-writer.ts';
import { holdingWords, roleLabel } from '../../../words/roles.ts';
import type { IncidentContent } from './content.ts';

/** Who does what. */
export function Roles({ incident: { roles } }: IncidentContent) {
  if (roles.length === 0) return null;
  return (
    <section id="roles" class="card" aria-labelledby="roles-title">
      <h2 id="roles-title">Roles</h2>
      <dl>
        {roles.map((one) => (
          <div class="fact">
            <dt>{roleLabel(one.role)}</dt>
            <dd>{holdingWords(one, actorName)}</dd>
          </div>
        ))}
      </dl>
    </section>
  );
}
