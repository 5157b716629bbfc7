import type { PropsWithChildren } from 'hono/jsx';
import { type Channel, isDirect } from '../../workspace/channels.ts';
import { Icon } from '../frame/icon.tsx';
import { Popup } from '../frame/popup.tsx';
import { channelsOf } from '../place.ts';
import { actors, type Viewer } from '../viewer.ts';
import { titleOf } from './name.ts';

interface ComposerProps {
  viewer: Viewer;
  channel: Channel;
  /** The thread it writes to. */
  thread?: string;
}

/** Where one writes; or why one can't. */
export function Composer({ viewer, channel, thread }: ComposerProps) {
  const { name } = viewer.workspace.app.manifest.display_information;
  const { messages_tab_read_only_enabled: isReadOnly } = viewer.workspace.app.manifest.features.app_home;
  const target = titleOf(viewer, channel);
  if (channel.archived) return <p class="composer-closed">{target} is archived: there is nothing to add any more.</p>;
  if (viewer.workspace.channels.isWithApp(channel) && isReadOnly)
    return <p class="composer-closed">Sending messages to {name} has been turned off.</p>;
  return (
    <WritingField
      viewer={viewer}
      channel={channel}
      thread={thread}
      label={thread === undefined ? `Message ${target}` : 'Reply'}
    />
  );
}

function WritingField({ viewer, channel, thread, label }: ComposerProps & { label: string }) {
  const id = `composer-${channel.id}${thread === undefined ? '' : `-${thread.replace('.', '-')}`}`;
  return (
    <form class="composer" data-composer data-channel={channel.id} data-thread={thread}>
      <div id={`${id}-completions`} class="completions" role="listbox" aria-label="Suggestions" hidden hx-morph-skip>
        {thread === undefined && <Commands viewer={viewer} />}
        <Names viewer={viewer} />
      </div>
      <p id={`${id}-hint`} class="usage-hint" hidden hx-morph-skip></p>
      <textarea
        id={id}
        rows={1}
        aria-label={label}
        placeholder={label}
        aria-autocomplete="list"
        aria-controls={`${id}-completions`}
        aria-describedby={`${id}-hint`}
        hx-morph-skip
      ></textarea>
      {thread !== undefined && <AlsoToChannel viewer={viewer} channel={channel} />}
      <div class="composer-tools">
        {thread === undefined && <Shortcuts viewer={viewer} id={`${id}-shortcuts`} />}
        <button type="button" class="tool" aria-label="Emoji" title="Emoji" popovertarget="emoji-picker">
          <Icon name="smile" />
        </button>
        {thread === undefined && <Help />}
        <button type="submit" class="tool send" aria-label="Send" title="Send">
          <Icon name="send" />
        </button>
      </div>
    </form>
  );
}

/** A reply that everybody in the channel reads, too; asked for each time. */
function AlsoToChannel({ viewer, channel }: ComposerProps) {
  return (
    <label class="also-to-channel">
      <input type="checkbox" name="also-to-channel" hx-morph-skip />
      {isDirect(channel) ? 'Also send as direct message' : `Also send to ${titleOf(viewer, channel)}`}
    </label>
  );
}

function Help() {
  return (
    <small class="composer-help">
      <b>Enter</b> to send, <b>Shift + Enter</b> for a new line, <b>/</b> for commands
    </small>
  );
}

/** The lightning menu: the app's global shortcuts. */
function Shortcuts({ viewer, id }: { viewer: Viewer; id: string }) {
  const { manifest } = viewer.workspace.app;
  const shortcuts = manifest.features.shortcuts.filter(({ type }) => type === 'global');
  return (
    <>
      <button
        type="button"
        class="tool"
        aria-label="Shortcuts"
        title="Shortcuts"
        aria-haspopup="menu"
        popovertarget={id}
      >
        <Icon name="bolt" />
      </button>
      <Popup id={id} label="Shortcuts" role="menu">
        {shortcuts.length === 0 && <p class="popup-empty">The app has no shortcuts</p>}
        {shortcuts.map(({ name, description, callback_id: callbackId }) => (
          <button
            type="button"
            role="menuitem"
            class="popup-item"
            tabindex={-1}
            data-post="shortcut"
            data-callback={callbackId}
          >
            <span>{name}</span>
            <small>
              {description} · {manifest.display_information.name}
            </small>
          </button>
        ))}
      </Popup>
    </>
  );
}

/** The ways to go on after a command, from a usage hint such as `list | create [title] | help`. */
function continuations(usage: string): string[] {
  return usage.split('|').map((way) => way.trim());
}

/** The app's commands, and once one is typed, how it may go on. */
function Commands({ viewer }: { viewer: Viewer }) {
  const { features, display_information: app } = viewer.workspace.app.manifest;
  return (
    <>
      {features.slash_commands.map(({ command, description, usage_hint: usage = '' }) => (
        <>
          <Suggestion insert={command} usage={usage}>
            <span>
              <b>{command}</b> <span class="quiet">{usage}</span>
            </span>
            <small>
              {description} · {app.name}
            </small>
          </Suggestion>
          {continuations(usage).map((way) => (
            <Suggestion insert={`${command} ${way.split(/[ [<]/)[0]}`} after={`${command} `}>
              <span>
                {command} <b>{way}</b>
              </span>
            </Suggestion>
          ))}
        </>
      ))}
    </>
  );
}

interface SuggestionProps {
  insert: string;
  /** Offered only once this is written. */
  after?: string;
  /** What may follow it. */
  usage?: string;
}

function Suggestion({ insert, after, usage, children }: PropsWithChildren<SuggestionProps>) {
  return (
    <button
      type="button"
      role="option"
      class="popup-item"
      tabindex={-1}
      aria-selected="false"
      data-insert={insert}
      data-after={after}
      data-usage={usage}
      hidden
    >
      {children}
    </button>
  );
}

/** People and channels, offered after `@` and `#`. */
function Names({ viewer }: { viewer: Viewer }) {
  const people = actors(viewer.workspace).map((one) => ({ insert: `@${one.name}`, more: one.realName }));
  const channels = channelsOf(viewer.workspace, viewer.member.id).map((one) => ({
    insert: `#${one.name}`,
    more: one.topic.value,
  }));
  return (
    <>
      {[...people, ...channels].map(({ insert, more }) => (
        <Suggestion insert={insert}>
          <span>{insert}</span>
          {more !== '' && <small>{more}</small>}
        </Suggestion>
      ))}
    </>
  );
}
