import { Blocks } from '../blocks/block.tsx';
import { Spot, surfaceReference } from '../blocks/spot.ts';
import type { Page } from '../page.ts';
import type { Place } from '../place.ts';
import type { Viewer } from '../viewer.ts';
import { AppTabs } from './app-tabs.tsx';

/** The app's Home tab, as it drew it for this person. */
export function Home({ page, place }: { page: Page; place: Place }) {
  return (
    <main id="conversation-home" class="conversation">
      <AppTabs page={page} place={place} current="home" />
      <div class="home-scroller">
        <HomeContent viewer={place.viewer} />
      </div>
    </main>
  );
}

export function HomeContent({ viewer }: { viewer: Viewer }) {
  const view = viewer.workspace.views.homeOf(viewer.member.id);
  if (!view) {
    const { name } = viewer.workspace.app.manifest.display_information;
    return (
      <div id="home" class="home empty">
        <h2>Nothing here yet</h2>
        <p class="quiet">{name} draws this page when you open it. It has not answered so far.</p>
      </div>
    );
  }
  return (
    <div id="home" class="home" data-surface={surfaceReference({ view })}>
      <Blocks spot={new Spot(viewer, { view })} blocks={view.content.blocks} />
    </div>
  );
}
