import type { Interaction } from './interaction.ts';
import { showHome } from './places.ts';

/** Somebody looks at the Home tab. */
export const home: Interaction = {
  listen(app, deps) {
    app.event('app_home_opened', async ({ event }) => {
      if (event.tab === 'home') await showHome(deps, event.user);
    });
  },
};
