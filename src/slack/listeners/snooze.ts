import { snoozeModal } from '../ui/modals/snooze.ts';
import type { Press } from './interaction.ts';
import { openForIncident } from './modal.ts';
import type { Parts } from './parts.ts';

/** Opens the modal that asks until when to snooze. */
export async function askUntilWhen(parts: Parts, press: Press, number: number): Promise<void> {
  const zone = await zoneOf(parts, press.body.user.id);
  await openForIncident(parts, press, 'snooze', number, snoozeModal({ number, now: parts.clock.now(), zone }));
}

/** The person's own zone, if we know them: a modal can't wait for Slack to tell. */
async function zoneOf({ people }: Parts, slackUserId: string): Promise<string | null> {
  const person = await people.known(slackUserId);
  return person?.user?.timezone ?? person?.identity.timezone ?? null;
}
