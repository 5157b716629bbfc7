import { emojiNamed } from '../../emoji.ts';
import type { Message } from '../../workspace/messages.ts';
import { type Pane, surfaceId, THREAD_PANE } from '../blocks/spot.ts';
import { Icon } from '../frame/icon.tsx';
import { Popup } from '../frame/popup.tsx';
import type { Viewer } from '../viewer.ts';

const QUICK = ['white_check_mark', 'eyes', 'raised_hands'];

interface ToolbarProps {
  viewer: Viewer;
  message: Message;
  pane: Pane;
}

/** What can be done with any message; it shows while the pointer or the focus is on the message. */
export function Toolbar({ viewer, message, pane }: ToolbarProps) {
  return (
    <div class="toolbar" role="toolbar" aria-label="Message actions">
      {QUICK.map((name, index) => (
        <button
          type="button"
          class="tool"
          tabindex={index === 0 ? 0 : -1}
          aria-label={`React with ${name}`}
          title={`:${name}:`}
          data-post="react"
          data-emoji={name}
        >
          <span aria-hidden="true">{emojiNamed(name)}</span>
        </button>
      ))}
      <button type="button" class="tool" aria-label="Add reaction" title="Add reaction" popovertarget="emoji-picker">
        <Icon name="smile" />
      </button>
      <PinButton viewer={viewer} message={message} />
      {pane !== THREAD_PANE && <ReplyLink viewer={viewer} message={message} />}
      <MessageShortcuts viewer={viewer} message={message} pane={pane} />
    </div>
  );
}

function PinButton({ viewer, message }: Omit<ToolbarProps, 'pane'>) {
  const label = viewer.workspace.pins.find(message) ? 'Unpin message' : 'Pin message';
  return (
    <button type="button" class="tool" tabindex={-1} aria-label={label} title={label} data-post="pin">
      <Icon name="pin" />
    </button>
  );
}

function ReplyLink({ viewer, message }: Omit<ToolbarProps, 'pane'>) {
  const channel = viewer.workspace.channels.byId(message.channelId);
  if (!channel) return null;
  const href = viewer.addressOf(channel, { thread: message.threadTs ?? message.ts });
  return (
    <a class="tool" href={href} aria-label="Reply in thread" title="Reply in thread">
      <Icon name="reply" />
    </a>
  );
}

/** The app's message shortcuts, if it has any. */
function MessageShortcuts({ viewer, message, pane }: ToolbarProps) {
  const { manifest } = viewer.workspace.app;
  const shortcuts = manifest.features.shortcuts.filter(({ type }) => type === 'message');
  if (shortcuts.length === 0) return null;
  const id = `${pane}${surfaceId({ message })}-shortcuts`;
  return (
    <>
      <button
        type="button"
        class="tool"
        aria-label="More message actions"
        title="More message actions"
        aria-haspopup="menu"
        popovertarget={id}
      >
        <Icon name="dots" />
      </button>
      <Popup id={id} label="More message actions" role="menu">
        {shortcuts.map(({ name, callback_id: callbackId }) => (
          <button
            type="button"
            role="menuitem"
            class="popup-item"
            tabindex={-1}
            data-post="message-shortcut"
            data-callback={callbackId}
          >
            <span>{name}</span>
            <small>{manifest.display_information.name}</small>
          </button>
        ))}
      </Popup>
    </>
  );
}
