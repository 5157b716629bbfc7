import type { LocalSlack } from '../../server.ts';
import { Icon } from './icon.tsx';

/** A line across the page while the app is out of reach. */
export function Status({ slack }: { slack: LocalSlack }) {
  return (
    <div id="status" role="status">
      {slack.faults.inOutage ? (
        <StatusLine text="Slack is down: the app can't reach it. This page still works, so that you can watch." />
      ) : (
        slack.usesSockets &&
        slack.socketCount === 0 && <StatusLine text="The app is not connected. What you do now reaches nobody." />
      )}
    </div>
  );
}

function StatusLine({ text }: { text: string }) {
  return (
    <p class="status-line">
      <Icon name="warning" />
      {text}
    </p>
  );
}
