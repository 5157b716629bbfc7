import type { Notice } from '../../workspace/screens.ts';
import type { Viewer } from '../viewer.ts';
import { Icon } from './icon.tsx';

/** How long a person sees what Slack told them. */
const SHOWN_MS = 10_000;

function recent({ workspace, member }: Viewer): Notice[] {
  return workspace.screens.of(member.id).notices.filter(({ at }) => Date.now() - at < SHOWN_MS);
}

/** What Slack said about this message: that the app did not answer. */
export function noticesAt(viewer: Viewer, messageTs: string): Notice[] {
  return recent(viewer).filter((notice) => notice.messageTs === messageTs);
}

/** What Slack said about anything else. */
export function Notices({ viewer }: { viewer: Viewer }) {
  return (
    <div id="notices" aria-live="polite">
      {recent(viewer)
        .filter(({ messageTs }) => messageTs === undefined)
        .map(({ at, text }) => (
          <p id={`notice-${at}`} class="notice">
            <Icon name="warning" />
            {text}
          </p>
        ))}
    </div>
  );
}
