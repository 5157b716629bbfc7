import { actors, type Viewer } from '../viewer.ts';
import { Icon } from './icon.tsx';

/** Begins a conversation of several people; the app can be one of them. */
export function GroupForm({ viewer }: { viewer: Viewer }) {
  const { workspace, member } = viewer;
  const bot = workspace.members.byId(workspace.botUserId);
  const others = [...actors(workspace).filter((one) => one !== member), ...(bot && !bot.deleted ? [bot] : [])];
  return (
    <details class="group-form">
      <summary>
        <Icon name="people" />
        New group message
      </summary>
      <form data-form="group" data-clear>
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
