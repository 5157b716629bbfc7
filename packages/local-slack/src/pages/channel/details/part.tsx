import type { PropsWithChildren } from 'hono/jsx';
import type { Channel } from '../../../workspace/channels.ts';
import type { Viewer } from '../../viewer.ts';

export interface DetailsProps {
  viewer: Viewer;
  channel: Channel;
}

export interface OpenProps extends DetailsProps {
  /** Whether the person can change the channel. */
  isOpen: boolean;
}

/** A part of the details under a heading of its own. */
export function Part({ title, children }: PropsWithChildren<{ title: string }>) {
  return (
    <section aria-label={title}>
      <h3>{title}</h3>
      {children}
    </section>
  );
}

interface ActButtonProps {
  act: string;
  channel: Channel;
  id?: string;
  label?: string;
}

/** Something that is done to the channel at once. */
export function ActButton({ act, channel, id, label, children }: PropsWithChildren<ActButtonProps>) {
  return (
    <button type="button" class="button" data-post={act} data-channel={channel.id} data-id={id} aria-label={label}>
      {children}
    </button>
  );
}
