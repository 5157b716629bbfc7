import type { Member } from '../workspace/members.ts';
import type { Stage } from './stage.ts';

interface Decision {
  allow: boolean;
  /** For the whole organization instead of this workspace. */
  orgWide: boolean;
}

/** What a person decides on the page that asks whether an app may be installed; returns where their browser goes. */
export function authorize({ oauth, workspace }: Stage, member: Member, link: string, decision: Decision): string {
  const request = oauth.read(new URL(link).searchParams);
  if (typeof request === 'string') throw new Error(request);
  if (!decision.allow) return oauth.cancel(request);
  const destinations = oauth.destinations(request, member, workspace);
  const destination = destinations.find((one) => (one === 'organization') === decision.orgWide);
  if (!destination) throw new Error(`@${member.name} may not install the app there`);
  return oauth.allow(request, destination, member);
}
