import { pathOf, typeOf } from '../../workspace/files.ts';
import type { Message } from '../../workspace/messages.ts';
import type { Viewer } from '../viewer.ts';

/** What is attached to a message: pictures as such, everything else by name. */
export function Files({ viewer, message }: { viewer: Viewer; message: Message }) {
  const { workspace } = viewer;
  const files = (message.fileIds ?? []).map((id) => workspace.files.byId(id));
  if (files.length === 0) return null;
  return (
    <ul class="files">
      {files.map((file) => {
        if (!file) return <li class="quiet">This file was deleted.</li>;
        const address = pathOf(workspace.teamId, file);
        return (
          <li>
            <a href={address} target="_blank" rel="noopener">
              {typeOf(file.name).startsWith('image/') ? (
                <img src={address} alt={file.altText ?? file.title} loading="lazy" />
              ) : (
                file.title
              )}
            </a>
          </li>
        );
      })}
    </ul>
  );
}
