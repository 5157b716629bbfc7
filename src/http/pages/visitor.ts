import type { Context } from 'hono';
import { IANAZone } from 'luxon';
import { type Permission, permissionOf, refusalToSee } from '../../people/permissions.ts';
import type { Person } from '../../people/types.ts';
import type { HttpDeps } from '../deps.ts';
import type { Session, SlackPerson } from '../store.ts';
import { formToken, hashToken } from '../tokens.ts';
import { sessionCookie } from './session-cookie.ts';

/** Whoever looks at a page: a person that Slack has vouched for, in a browser that is signed in. */
export interface Visitor {
  person: Person;
  session: Session;
  /** Whether they may act on incidents, and as whom. */
  permission: Permission;
  /** Goes into every form: proof that it comes from a page of this session. */
  formToken: string;
  /** The IANA zone that times are shown in. */
  zone: string;
}

type VisitorDeps = Pick<HttpDeps, 'sessions' | 'people' | 'workspaceRules' | 'clock' | 'baseUrl'>;

/** Who is signed in in the browser that asks; null for nobody. */
export async function visitorOfBrowser(c: Context, deps: VisitorDeps): Promise<Visitor | null> {
  const token = sessionCookie(deps.baseUrl).read(c);
  return token === undefined ? null : visitorOf(token, deps);
}

/**
 * Who holds a session. Slack is asked anew, through what it last told us: an account that was deactivated, or turned into
 * a guest's, is signed out at once.
 */
async function visitorOf(sessionToken: string, deps: VisitorDeps): Promise<Visitor | null> {
  const session = await deps.sessions.session(hashToken(sessionToken), deps.clock.now());
  if (!session) return null;
  const admitted = await admit(session, deps);
  if (!admitted) {
    await deps.sessions.endAllSessions(session);
    return null;
  }
  return { ...admitted, session, formToken: formToken(sessionToken), zone: zoneOf(admitted.person) };
}

/** Somebody who may see incidents, with what else they may; null for everybody else. */
export async function admit(
  { connectionId, slackUserId }: SlackPerson,
  { people, workspaceRules }: Pick<HttpDeps, 'people' | 'workspaceRules'>,
): Promise<{ person: Person; permission: Permission } | null> {
  const [person, rules] = await Promise.all([people.person(connectionId, slackUserId), workspaceRules(connectionId)]);
  if (!person || !rules || refusalToSee(person, rules.teamId)) return null;
  return { person, permission: permissionOf(person, rules) };
}

function zoneOf({ user, identity }: Person): string {
  const zone = user?.timezone ?? identity.timezone;
  return zone !== null && IANAZone.isValidZone(zone) ? zone : 'UTC';
}
