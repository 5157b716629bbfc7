import { MessageFrame } from './layout.tsx';

/** How often the page looks whether its browser has been signed in meanwhile. */
const POLL = 'every 2s, visibilitychange from:document';

interface SignInPageProps {
  /** What the browser asked for, and is shown once somebody is signed in there. */
  path: string;
  /** Where people use Slack in a browser. */
  slackUrl: string;
}

/**
 * For browsers that aren't signed in: Slack is the only way in. Nobody can tell whose browser it is; but whoever has pressed View
 * in Slack has been sent a link there. It goes on by itself when that link has signed this very browser in.
 */
export function SignInPage({ path, slackUrl }: SignInPageProps) {
  const isOfIncident = /^\/incidents\/[^/?]+/.test(path);
  const { app, browser } = doorsTo(slackUrl);
  return (
    <MessageFrame title="Sign in from Slack">
      {isOfIncident ? (
        <>
          <p class="lead">
            You pressed <strong>View in OpsKnight</strong>? Then <strong>I've sent you a link in Slack</strong>.
          </p>
          <p>It is right where you pressed, and only you can see it. You came another way? Run</p>
        </>
      ) : (
        <p class="lead">
          For a link that signs you in, press <strong>View in OpsKnight</strong> on an incident's card in Slack, or run
        </p>
      )}
      <p>
        <code class="command">/opsknight web</code>
      </p>
      <p>Use the link in this browser: this page then goes on by itself.</p>
      <p class="row">
        <a class="button primary" href={app}>
          Open Slack
        </a>
        {browser !== null && (
          <a class="button" href={browser} rel="noreferrer">
            Slack in the browser
          </a>
        )}
      </p>
      <p
        class="quiet"
        role="status"
        hx-get={`/sign-in?to=${encodeURIComponent(path)}`}
        hx-trigger={POLL}
        hx-swap="none"
      >
        Waiting for you to sign in…
      </p>
      <noscript>
        <p>This browser runs no scripts: reload the page when you have signed in.</p>
      </noscript>
    </MessageFrame>
  );
}

/** Slack's own addresses open its app; a local Slack is a web page. */
function doorsTo(slackUrl: string): { app: string; browser: string | null } {
  const { hostname } = new URL(slackUrl);
  const isSlack = hostname === 'slack.com' || hostname === 'slack-gov.com';
  return isSlack
    ? { app: 'slack://open', browser: `https://app.${hostname}/client` }
    : { app: slackUrl, browser: null };
}
