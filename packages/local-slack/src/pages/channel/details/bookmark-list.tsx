import { ActButton, type OpenProps, Part } from './part.tsx';

export function BookmarkList({ viewer, channel, isOpen }: OpenProps) {
  return (
    <Part title="Bookmarks">
      <ul>
        {viewer.workspace.bookmarks.of(channel.id).map(({ id, title }) => (
          <li class="row">
            <span>{title}</span>
            {isOpen && (
              <ActButton act="unbookmark" channel={channel} id={id} label={`Remove bookmark ${title}`}>
                Remove
              </ActButton>
            )}
          </li>
        ))}
      </ul>
      {isOpen && (
        <form class="one-line" data-form="bookmark" data-channel={channel.id} data-clear>
          <input class="field" name="title" aria-label="Title of the bookmark" placeholder="Title" hx-morph-skip />
          <input class="field" name="link" aria-label="Link of the bookmark" placeholder="https://" hx-morph-skip />
          <button type="submit" class="button">
            Add bookmark
          </button>
        </form>
      )}
    </Part>
  );
}
