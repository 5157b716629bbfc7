import type { LocalSlack } from '../../server.ts';
import type { Viewer } from '../viewer.ts';
import { Icon } from './icon.tsx';

interface StatusProps {
  slack: LocalSlack;
  viewer: Viewer;
}

/** A line across the page while the app is out of reach. */
export function Status(props: StatusProps) {
  const text = trouble(props);
  return (
    <div id="status" role="status">
      {text !== undefined && <StatusLine text={text} />}
    </div>
  );
}

function trouble({ slack, viewer }: StatusProps): string | undefined {
  if (slack.faults.inOutage)
    return "Slack is down: the app can't reach it. This page still works, so that you can watch.";
  if (!viewer.workspace.installation.isInstalled)
    return 'The app is not installed here. Its “Add to Slack” link does that.';
  if (slack.usesSockets && slack.socketCount === 0) return 'The app is not connected. What you do now reaches nobody.';
  return undefined;
}

function StatusLine({ text }: { text: string }) {
  return (
    <p class="status-line">
      <Icon name="warning" />
      {text}
    </p>
  );
}
