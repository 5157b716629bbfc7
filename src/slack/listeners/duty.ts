import { overview, shiftsOf } from '../../oncall/overview.ts';
import type { Duty } from '../views/incident-views.ts';
import type { Parts } from './parts.ts';

/** Who is on call, and when this person is. */
export async function dutyOf({ onCall, people, clock }: Parts, slackUserId: string): Promise<Duty> {
  const book = await onCall.phoneBook();
  const now = clock.now();
  const user = (await people.known(slackUserId))?.user;
  return {
    onCall: book.schedules.map((schedule) => overview(schedule, book, now)),
    shifts: user ? shiftsOf(user.id, book, now) : [],
  };
}
