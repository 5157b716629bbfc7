import { actors, type Viewer } from '../viewer.ts';
import { Icon } from './icon.tsx';

/** Begins a conversation with one or more others; the app can be one of them. */
export function NewMessageForm({ viewer }: { viewer: Viewer }) {
  const { workspace, member } = viewer;
  const bot = workspace.members.byId(workspace.botUserId);
  const others = [...actors(workspace).filter((one) => one !== member), ...(bot && !bot.deleted ? [bot] : [])];
  return (
    <details class="new-message-form">
      <summary>
        <Icon name="people" />
        New message
      </summary>
      <form data-form="direct" data-clear>
        {others.map(({ id, realName, isBot }) => (
          <label>
            <input type="checkbox" name="member" value={id} />
            {realName}
            {isBot ? ' (app)' : ''}
          </label>
        ))}
        <button type="submit" class="button">
          Start
        </button>
      </form>
    </details>
  );
}
