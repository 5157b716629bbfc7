import type { PropsWithChildren } from 'hono/jsx';
import type { AuthorizationRequest } from '../../oauth/authorization.ts';
import type { Destination } from '../../oauth/oauth.ts';
import type { Member } from '../../workspace/members.ts';
import type { Workspace } from '../../workspace/workspace.ts';
import { ASSETS } from '../assets.ts';

function Frame({ title, children }: PropsWithChildren<{ title: string }>) {
  return (
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="color-scheme" content="light dark" />
        <title>{title}</title>
        <link rel="icon" href={ASSETS.icon} type="image/svg+xml" />
        {ASSETS.styles.map((href) => (
          <link rel="stylesheet" href={href} />
        ))}
      </head>
      <body class="consent-page">
        <main class="consent">{children}</main>
      </body>
    </html>
  );
}

/** What Slack says when an app's link is wrong. */
export function Refused({ reason }: { reason: string }) {
  return (
    <Frame title="Something went wrong">
      <h1>Something went wrong when authorizing this app</h1>
      <p role="alert">{reason}</p>
      <p class="quiet">Only whoever makes the app can mend that: the address that led here is wrong.</p>
    </Frame>
  );
}

interface Choices {
  workspaces: readonly Workspace[];
  people: readonly Member[];
  workspace: Workspace;
  member: Member;
  destinations: readonly Destination[];
}

interface ConsentProps {
  request: AuthorizationRequest;
  choices: Choices;
  query: URLSearchParams;
}

/** What the person is asked: who is the app, what does it want, and where. */
export function Consent({ request, choices, query }: ConsentProps) {
  const { workspace, member, destinations } = choices;
  const { name } = workspace.app.manifest.display_information;
  const address = new URLSearchParams(query);
  address.set('team', workspace.teamId);
  address.set('as', member.name);
  return (
    <Frame title={`Install ${name}`}>
      <img class="avatar" src={ASSETS.icon} alt="" />
      <h1>
        {name} is requesting permission to access the {workspace.name} workspace
      </h1>
      <Deciders choices={choices} query={query} />
      <h2>What will {name} be able to do?</h2>
      <ul>
        {request.scopes.map((scope) => (
          <li>
            <code>{scope}</code>
          </li>
        ))}
      </ul>
      <form method="post" action={`/oauth/v2/authorize?${address}`} class="dialog-buttons">
        <button type="submit" name="decision" value="cancel" class="button">
          Cancel
        </button>
        {destinations.includes('organization') && (
          <button type="submit" name="decision" value="organization" class="button">
            Allow for all of {workspace.enterprise?.name}
          </button>
        )}
        {destinations.some((one) => one !== 'organization') && (
          <button type="submit" name="decision" value="workspace" class="button primary">
            Allow
          </button>
        )}
      </form>
      {destinations.length === 0 && (
        <p role="alert">{member.realName} may not install apps. Decide as somebody else.</p>
      )}
    </Frame>
  );
}

/** Who decides, and where: with Slack it is whoever is logged in. */
function Deciders({ choices, query }: Omit<ConsentProps, 'request'>) {
  const { workspaces, people, workspace, member } = choices;
  const kept = [...query].filter(([name]) => name !== 'team' && name !== 'as');
  return (
    <form method="get" action="/oauth/v2/authorize" class="deciders">
      {kept.map(([name, value]) => (
        <input type="hidden" name={name} value={value} />
      ))}
      <label>
        Workspace
        <select name="team">
          {workspaces.map(({ teamId, name }) => (
            <option value={teamId} selected={teamId === workspace.teamId}>
              {name}
            </option>
          ))}
        </select>
      </label>
      <label>
        Deciding as
        <select name="as">
          {people.map(({ name, realName }) => (
            <option value={name} selected={name === member.name}>
              {realName}
            </option>
          ))}
        </select>
      </label>
      <button type="submit" class="button">
        Change
      </button>
    </form>
  );
}
