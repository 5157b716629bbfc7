import type { Spec } from 'vega';
import type { Summary } from '../../../insights/summary.ts';
import { DAY, HOUR, MINUTE } from '../../../lib/clock.ts';
import { URGENCIES } from '../../../oncall/urgency.ts';
import { partLabels } from './words.ts';

export const CHARTS = ['incidents', 'services', 'mtta', 'mttr'] as const;
export type ChartName = (typeof CHARTS)[number];

/** Services with a colour of their own; the rest is added up. */
const MAX_SERVICES = 5;
/** Told apart also by those who don't see red and green as different: https://jfly.uni-koeln.de/color/ */
const SERVICE_COLORS = ['#0072b2', '#e69f00', '#009e73', '#cc79a7', '#56b4e9', '#999999'];
const URGENCY_COLORS = ['#d92d20', '#ecb22e', '#2e7cf6'];
const TIME_COLOR = ['#4f46e5'];

interface ChartContent {
  summary: Summary;
  zone: string;
  serviceName(id: number | null): string;
}

/** What one of the charts shows, ready to be drawn. */
export function chartOf(name: ChartName, content: ChartContent, theme: Theme): Spec {
  switch (name) {
    case 'incidents':
      return byUrgency(content, theme);
    case 'services':
      return byService(content, theme);
    case 'mtta':
    case 'mttr':
      return meanTime(content, name, theme);
  }
}

function byUrgency({ summary, zone }: ChartContent, theme: Theme): Spec {
  const labels = partLabels(summary.period, zone);
  const bars = summary.parts.flatMap(({ byUrgency }, part) =>
    URGENCIES.map((urgency) => ({ at: labels[part] ?? '', layer: urgency, value: byUrgency[urgency] })),
  );
  return barChart({ bars, layers: [...URGENCIES], colors: URGENCY_COLORS, theme });
}

function byService({ summary, zone, serviceName }: ChartContent, theme: Theme): Spec {
  const shown = summary.services.slice(0, MAX_SERVICES);
  const rest = summary.services.slice(MAX_SERVICES);
  const series = shown.map(({ serviceId, perPart }) => ({ layer: serviceName(serviceId), perPart }));
  if (rest.length > 0) {
    const perPart = summary.parts.map((_, part) =>
      rest.reduce((sum, service) => sum + (service.perPart[part] ?? 0), 0),
    );
    series.push({ layer: `${rest.length} others`, perPart });
  }
  const labels = partLabels(summary.period, zone);
  const bars = series.flatMap(({ layer, perPart }) =>
    labels.map((at, part) => ({ at, layer, value: perPart[part] ?? 0 })),
  );
  return barChart({ bars, layers: series.map(({ layer }) => layer), colors: SERVICE_COLORS, theme });
}

function meanTime({ summary, zone }: ChartContent, name: 'mtta' | 'mttr', theme: Theme): Spec {
  const times = summary.parts.map((part) => part[name === 'mtta' ? 'acknowledge' : 'resolve']?.mean ?? 0);
  const unit = unitFor(Math.max(...times));
  const labels = partLabels(summary.period, zone);
  const bars = times.map((time, part) => ({ at: labels[part] ?? '', layer: name, value: time / unit.ms }));
  return barChart({ bars, layers: [name], colors: TIME_COLOR, theme, unit: unit.name });
}

/** The unit in which the longest of some times is a small number. */
function unitFor(longest: number): { name: string; ms: number } {
  if (longest >= 2 * DAY) return { name: 'd', ms: DAY };
  return longest >= 2 * HOUR ? { name: 'h', ms: HOUR } : { name: 'min', ms: MINUTE };
}

export const THEMES = ['light', 'dark'] as const;
export type Theme = (typeof THEMES)[number];

interface Bar {
  /** The part of the period that it is of. */
  at: string;
  /** What it is of a pile of bars. */
  layer: string;
  value: number;
}

interface BarChart {
  bars: Bar[];
  /** From the bottom of a pile to its top; more than one are explained in a legend. */
  layers: string[];
  colors: string[];
  theme: Theme;
  /** Follows the numbers on the axis: "h"; without one, the bars are counts. */
  unit?: string;
}

/** The size of every chart, in CSS pixels; pages scale it down. */
export const CHART_SIZE = { width: 520, height: 240 } as const;

const INK = {
  light: { text: '#57606a', grid: '#e5e7eb' },
  dark: { text: '#a3adb8', grid: '#2f3640' },
} as const;

const FONT = 'system-ui, -apple-system, "Segoe UI", Roboto, sans-serif';

/** As many names as fit side by side. */
const LEGEND_COLUMNS = 3;

const NUMBER = `format(datum.value, ',~f')`;

/** A pile of bars for each part of the period, as Vega draws it: https://vega.github.io/vega/docs/ */
function barChart({ bars, layers, colors, theme, unit }: BarChart): Spec {
  const { text, grid } = INK[theme];
  const axis = { domain: false, ticks: false, labelColor: text, labelFont: FONT, labelFontSize: 12, labelPadding: 8 };
  return {
    ...CHART_SIZE,
    autosize: { type: 'fit', contains: 'padding' },
    padding: 4,
    data: [
      {
        name: 'bars',
        values: bars,
        transform: [{ type: 'stack', groupby: ['at'], field: 'value' }],
      },
    ],
    scales: [
      { name: 'x', type: 'band', domain: { data: 'bars', field: 'at' }, range: 'width', padding: 0.3 },
      // At least up to 1, so that a chart of nothing has an axis too.
      {
        name: 'y',
        domain: { data: 'bars', field: 'y1' },
        domainMax: bars.some(({ value }) => value > 0) ? undefined : 1,
        range: 'height',
        nice: true,
        zero: true,
      },
      { name: 'color', type: 'ordinal', domain: layers, range: colors },
    ],
    axes: [
      { ...axis, orient: 'bottom', scale: 'x', labelOverlap: true },
      {
        ...axis,
        orient: 'left',
        scale: 'y',
        grid: true,
        gridColor: grid,
        tickCount: 5,
        tickMinStep: unit === undefined ? 1 : undefined,
        encode: { labels: { update: { text: { signal: unit === undefined ? NUMBER : `${NUMBER} + ' ${unit}'` } } } },
      },
    ],
    legends:
      layers.length > 1
        ? [
            {
              fill: 'color',
              orient: 'top',
              columns: LEGEND_COLUMNS,
              labelColor: text,
              labelFont: FONT,
              labelFontSize: 12,
              labelLimit: 110,
              symbolType: 'square',
            },
          ]
        : [],
    marks: [
      {
        type: 'rect',
        from: { data: 'bars' },
        encode: {
          enter: {
            x: { scale: 'x', field: 'at' },
            width: { scale: 'x', band: 1 },
            y: { scale: 'y', field: 'y1' },
            y2: { scale: 'y', field: 'y0' },
            fill: { scale: 'color', field: 'layer' },
          },
        },
      },
    ],
  };
}

/** The chart as an SVG document. Vega is loaded when somebody first looks at a chart. */
export async function drawSvg(spec: Spec): Promise<string> {
  const { View, Warn, parse } = await import('vega');
  const view = new View(parse(spec), { renderer: 'none', logLevel: Warn });
  try {
    return await view.toSVG();
  } finally {
    view.finalize();
  }
}
