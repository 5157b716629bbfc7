import type { Incident } from '../incidents/types.ts';
import type { Each, EachOf } from '../settings/schema/runbooks/operation.ts';
import { namedPeople, type Whom } from './people.ts';

/** Of more, nobody could follow what is done for each. */
const MAX_EACH = 20;

/** What `for_each` goes through. */
export function eachOf(of: EachOf, { components }: Pick<Incident, 'components'>, whom: Whom): Each[] {
  if (of === 'components') return components.slice(0, MAX_EACH).map((name) => ({ name, email: '' }));
  return namedPeople(of === 'on_call' ? ['@oncall'] : of, whom).people.slice(0, MAX_EACH);
}
