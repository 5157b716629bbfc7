import { CHART_SIZE } from './bar-chart.ts';
import type { ChartName } from './charts.ts';

/** A chart, in the reader's light or dark; its numbers are in the tables of the same page. */
export function ChartFigure({ name, title }: { name: ChartName; title: string }) {
  return (
    <figure class="card">
      <figcaption>{title}</figcaption>
      <picture>
        <source srcset={`/insights/${name}-dark.svg`} media="(prefers-color-scheme: dark)" />
        <img
          src={`/insights/${name}-light.svg`}
          alt={`Bar chart: ${title}. The numbers are in the tables below.`}
          width={CHART_SIZE.width}
          height={CHART_SIZE.height}
        />
      </picture>
    </figure>
  );
}
