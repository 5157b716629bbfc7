import type { Installers } from '../../config.ts';
import type { Clock } from '../../lib/clock.ts';
import type { SlackAccount } from '../../people/actor.ts';
import type { InstallLinks } from './install-links.ts';

export interface InstallAccessDeps {
  installers: Installers;
  links: InstallLinks;
  isAdmin(account: SlackAccount): Promise<boolean>;
  clock: Clock;
}

/** Whether a browser may begin an installation: by whom it is signed in, or the link that it was given. */
export async function mayInstall(
  link: string | undefined,
  person: SlackAccount | null,
  { installers, links, isAdmin, clock }: InstallAccessDeps,
): Promise<boolean> {
  if (installers === 'anyone') return true;
  if (link !== undefined && links.holds(link, clock.now())) return true;
  return person !== null && (await isAdmin(person));
}
