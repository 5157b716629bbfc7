import type { View } from '../../workspace/views.ts';
import { Blocks } from '../blocks/block.tsx';
import { Spot, surfaceReference } from '../blocks/spot.ts';
import { Avatar } from '../channel/avatar.tsx';
import { plainWords } from '../text/text.tsx';
import type { Viewer } from '../viewer.ts';
import { Icon } from './icon.tsx';

/** The modal on top in this window, if there is one. `modals.js` shows it. */
export function ModalLayer({ viewer }: { viewer: Viewer }) {
  const view = viewer.workspace.views.topIn(viewer.member.id, viewer.windowId);
  return <div id="modal-layer">{view && <Modal viewer={viewer} view={view} />}</div>;
}

function Modal({ viewer, view }: { viewer: Viewer; view: View }) {
  const { content } = view;
  if (content.type !== 'modal') return null;
  const { workspace } = viewer;
  const titleId = `modal-${view.id}-title`;
  const isNested = view.previousId !== undefined;
  return (
    <dialog
      id={`modal-${view.id}`}
      class="modal"
      aria-labelledby={titleId}
      data-modal
      data-surface={surfaceReference({ view })}
    >
      <header class="modal-header">
        <Avatar viewer={viewer} member={workspace.members.byId(workspace.botUserId)} size="small" />
        <h2 id={titleId}>{plainWords(content.title)}</h2>
        <button
          type="button"
          class="tool close"
          aria-label="Close dialog"
          title={isNested ? 'Back' : 'Close'}
          data-modal-close
        >
          <Icon name="close" />
        </button>
      </header>
      <div class="modal-body">
        {view.notice !== undefined && (
          <p class="modal-notice" role="alert">
            <Icon name="warning" />
            {view.notice}
          </p>
        )}
        <Blocks spot={new Spot(viewer, { view })} blocks={content.blocks} />
      </div>
      <footer class="dialog-buttons">
        <button type="button" class="button" data-modal-close>
          {content.close ? plainWords(content.close) : content.submit ? 'Cancel' : 'Close'}
        </button>
        {content.submit && (
          <button type="button" class="button primary" data-modal-submit>
            {plainWords(content.submit)}
          </button>
        )}
      </footer>
    </dialog>
  );
}
