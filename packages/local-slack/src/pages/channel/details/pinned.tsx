import type { Message } from '../../../workspace/messages.ts';
import { Mrkdwn } from '../../text/mrkdwn.tsx';
import type { Viewer } from '../../viewer.ts';
import { type DetailsProps, Part } from './part.tsx';

export function Pinned({ viewer, channel }: DetailsProps) {
  const { workspace } = viewer;
  const messages = workspace.pins.of(channel.id).flatMap(({ ts }) => workspace.messages.find(channel.id, ts) ?? []);
  return (
    <Part title="Pinned">
      {messages.length === 0 && <p class="quiet">Nothing is pinned. Pin a message from the bar that shows on it.</p>}
      <ul>
        {messages.map((message) => (
          <li class="pinned">
            <PinnedMessage viewer={viewer} message={message} />
          </li>
        ))}
      </ul>
    </Part>
  );
}

function PinnedMessage({ viewer, message }: { viewer: Viewer; message: Message }) {
  const author = viewer.workspace.members.byId(message.userId);
  return (
    <>
      <b>{author?.displayName}</b>
      <div class="prose">
        <Mrkdwn viewer={viewer} text={message.text} />
      </div>
    </>
  );
}
