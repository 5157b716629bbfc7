import { z } from 'zod';

const text = z.string().nullish().catch(undefined);
const someone = z.object({ id: text, team_id: text, app_installed_team_id: text }).nullish().catch(undefined);

/** As much of any request as says where it comes from; what is otherwise counts as not there. */
const anyRequest = z
  .object({
    team_id: text,
    enterprise_id: text,
    team: someone,
    enterprise: someone,
    user: someone,
    view: someone,
    event: z.object({}).nullish().catch(undefined),
    authorizations: z
      .array(z.object({ team_id: text, enterprise_id: text }))
      .nullish()
      .catch(undefined),
  })
  .catch({});

export interface Origin {
  teamId: string | null;
  /** Of the organisation, if the workspace is of one. */
  enterpriseId: string | null;
}

/**
 * The workspace whose installation a request is for. In channels that workspaces share the team may be that of whoever acts, so what
 * says where the app is installed comes first.
 */
export function originOf(body: unknown): Origin {
  const { team_id, enterprise_id, team, enterprise, user, view, event, authorizations } = anyRequest.parse(body);
  const [authorization] = authorizations ?? [];
  const teamId = event
    ? (authorization?.team_id ?? team_id)
    : (view?.app_installed_team_id ?? team?.id ?? team_id ?? user?.team_id);
  const enterpriseId = authorization?.enterprise_id ?? enterprise_id ?? enterprise?.id;
  return { teamId: teamId ?? null, enterpriseId: enterpriseId ?? null };
}
