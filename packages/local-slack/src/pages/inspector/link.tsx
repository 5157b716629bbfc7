import { Icon } from '../frame/icon.tsx';
import type { Place } from '../place.ts';

/** Opens the inspector, while it is closed. */
export function InspectorLink({ place: { viewer, where, thread } }: { place: Place }) {
  if (viewer.isInspecting) return null;
  return (
    <a
      class="inspector-link"
      href={viewer.addressOf(where, { inspect: true, thread: thread?.ts })}
      title="See what goes between Slack and the app"
    >
      <Icon name="inspect" />
      Inspector
    </a>
  );
}
