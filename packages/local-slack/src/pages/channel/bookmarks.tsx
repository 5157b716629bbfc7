import { emojiNamed } from '../../emoji.ts';
import type { Channel } from '../../workspace/channels.ts';
import { safeAddress } from '../text/links.ts';
import type { Viewer } from '../viewer.ts';

/** The links below the header of a channel; nothing while there are none. */
export function BookmarksBar({ viewer, channel }: { viewer: Viewer; channel: Channel }) {
  const bookmarks = viewer.workspace.bookmarks.of(channel.id);
  return (
    <div id="bookmarks">
      {bookmarks.length > 0 && (
        <nav class="bookmarks" aria-label="Bookmarks">
          {bookmarks.map(({ title, link, emoji }) => (
            <a href={safeAddress(link)} target="_blank" rel="noopener noreferrer">
              {emoji !== undefined && <span aria-hidden="true">{emojiNamed(emoji)} </span>}
              {title}
            </a>
          ))}
        </nav>
      )}
    </div>
  );
}
