import { Hono } from 'hono';
import { MINUTE } from '../../lib/clock.ts';
import type { HttpDeps, InstallOutcome } from '../deps.ts';
import { HostCookie } from './host-cookie.ts';
import { MessageFrame, MessagePage, page } from './layout.tsx';
import { visitorOfBrowser } from './visitor.ts';

const INSTALL = '/slack/install';
const CALLBACK = '/api/settings/slack-oauth/callback';
/** As long as Slack's own pages may take; the state itself holds no longer. */
const COOKIE_LIFETIME = 10 * MINUTE;

/** How the app gets into another Slack workspace: `/slack/install` leads through Slack's own pages and back to the callback. */
export function slackInstallRoutes(deps: HttpDeps): Hono {
  const { installing, baseUrl } = deps;
  const routes = new Hono();
  if (!installing) {
    for (const path of [INSTALL, CALLBACK]) {
      routes.get(path, (c) => {
        c.status(404);
        return page(c, <NotSetUp />);
      });
    }
    return routes;
  }
  // What shows that the browser that comes back is the one that went.
  const cookie = new HostCookie('opsknight_install', COOKIE_LIFETIME, baseUrl);

  routes.get(INSTALL, async (c) => {
    const visitor = await visitorOfBrowser(c, deps);
    if (!(await installing.admits(c.req.query('link'), visitor?.session ?? null))) {
      c.status(403);
      return page(c, <NotAdmitted />);
    }
    const { url, state } = await installing.begin();
    cookie.write(c, state);
    return c.redirect(url);
  });

  routes.get(CALLBACK, async (c) => {
    const outcome = await installing.finish(new URL(c.req.url).searchParams, cookie.read(c));
    cookie.forget(c);
    c.status(STATUS[outcome.kind]);
    return page(c, <OutcomePage outcome={outcome} installUrl={`${baseUrl}${INSTALL}`} />);
  });

  return routes;
}

const STATUS = {
  installed: 200,
  denied: 200,
  foreign: 400,
  code_refused: 400,
  unavailable: 502,
} as const satisfies Record<InstallOutcome['kind'], number>;

function OutcomePage({ outcome, installUrl }: { outcome: InstallOutcome; installUrl: string }) {
  switch (outcome.kind) {
    case 'installed':
      return <InstalledPage {...outcome} />;
    case 'denied':
      return (
        <MessageFrame title="Not installed">
          <p>Slack says that the installation was cancelled. Nothing was changed.</p>
          <Again url={installUrl} />
        </MessageFrame>
      );
    case 'foreign':
      return (
        <MessageFrame title="This link doesn't work here">
          <p>
            It completes an installation that was begun in another browser or more than ten minutes ago, or it was used
            before. Nothing was changed.
          </p>
          <Again url={installUrl} />
        </MessageFrame>
      );
    case 'code_refused':
      return (
        <MessageFrame title="Slack did not accept it">
          <p>Slack's answer works once, within ten minutes, and this one no longer works. Nothing was changed.</p>
          <Again url={installUrl} />
        </MessageFrame>
      );
    case 'unavailable':
      return (
        <MessageFrame title="Slack could not be asked">
          <p>OpsKnight could not finish the installation: Slack did not answer, or its answer could not be kept.</p>
          <p>Nothing was lost; the log says more.</p>
          <Again url={installUrl} />
        </MessageFrame>
      );
  }
}

function InstalledPage({ name, isOrgWide, workspaces }: Extract<InstallOutcome, { kind: 'installed' }>) {
  return (
    <MessageFrame title={`OpsKnight is installed in ${name}`}>
      {isOrgWide && workspaces.length === 0 ? (
        <p>
          It is not in any workspace of the organisation yet: an admin of the organisation adds it to workspaces. It
          works there some minutes later.
        </p>
      ) : (
        <>
          {isOrgWide && <p>It is in {workspaces.join(', ')}.</p>}
          <p>
            Now open Slack: <code>/opsknight help</code> says what it can do there. Incidents are posted there once the
            workspace has a default channel.
          </p>
        </>
      )}
    </MessageFrame>
  );
}

function Again({ url }: { url: string }) {
  return (
    <p class="row">
      <a class="button primary" href={url}>
        Install OpsKnight in Slack
      </a>
    </p>
  );
}

function NotSetUp() {
  return (
    <MessagePage title="Not set up">
      This OpsKnight is connected to Slack by a token of its own. To connect more workspaces, its operator sets
      SLACK_CLIENT_ID, SLACK_CLIENT_SECRET and ENCRYPTION_KEY.
    </MessagePage>
  );
}

function NotAdmitted() {
  return (
    <MessageFrame title="Only for admins">
      <p>
        Here, admins of OpsKnight connect workspaces. Are you one? Run <code class="command">/opsknight web</code> in
        Slack to sign in with this browser, and come back.
      </p>
      <p>
        Otherwise whoever runs OpsKnight can give you a link: <code class="command">opsknight install-link</code>
      </p>
    </MessageFrame>
  );
}
