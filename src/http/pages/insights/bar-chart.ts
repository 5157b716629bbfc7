import type { Spec } from 'vega';

export const THEMES = ['light', 'dark'] as const;
export type Theme = (typeof THEMES)[number];

export interface Bar {
  week: string;
  /** What the bar is a part of a week's pile for. */
  part: string;
  value: number;
}

interface BarChart {
  bars: Bar[];
  /** From the bottom of a pile to its top; more than one are explained in a legend. */
  parts: string[];
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

/** A pile of bars for each week, as Vega draws it: https://vega.github.io/vega/docs/ */
export function barChart({ bars, parts, colors, theme, unit }: BarChart): Spec {
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
        transform: [{ type: 'stack', groupby: ['week'], field: 'value' }],
      },
    ],
    scales: [
      { name: 'x', type: 'band', domain: { data: 'bars', field: 'week' }, range: 'width', padding: 0.3 },
      // At least up to 1, so that a chart of nothing has an axis too.
      {
        name: 'y',
        domain: { data: 'bars', field: 'y1' },
        domainMax: bars.some(({ value }) => value > 0) ? undefined : 1,
        range: 'height',
        nice: true,
        zero: true,
      },
      { name: 'color', type: 'ordinal', domain: parts, range: colors },
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
      parts.length > 1
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
            x: { scale: 'x', field: 'week' },
            width: { scale: 'x', band: 1 },
            y: { scale: 'y', field: 'y1' },
            y2: { scale: 'y', field: 'y0' },
            fill: { scale: 'color', field: 'part' },
          },
        },
      },
    ],
  };
}
