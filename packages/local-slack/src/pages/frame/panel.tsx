import type { Panel } from '../page.ts';
import { Icon } from './icon.tsx';

/** What the demo lets you make happen. */
export function PanelCard({ panel }: { panel: Panel }) {
  return (
    <section class="panel" aria-labelledby="panel-title">
      <h2 id="panel-title">
        <Icon name="bolt" />
        {panel.title}
      </h2>
      {panel.buttons.map(({ label, description }, index) => (
        <button type="button" class="panel-button" title={description} data-post="panel" data-index={String(index)}>
          {label}
        </button>
      ))}
      <p class="panel-outcome" role="status" data-outcome></p>
    </section>
  );
}
