import type { Spec } from 'vega';
import { DAY, HOUR, MINUTE } from '../../../clock.ts';
import { URGENCIES } from '../../../incidents/types.ts';
import type { Summary } from '../../../insights/summary.ts';
import { barChart, type Theme } from './bar-chart.ts';
import { weekLabel } from './week-label.ts';

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
  const bars = summary.weeks.flatMap(({ startsAt, byUrgency }) =>
    URGENCIES.map((urgency) => ({ week: weekLabel(startsAt, zone), part: urgency, value: byUrgency[urgency] })),
  );
  return barChart({ bars, parts: [...URGENCIES], colors: URGENCY_COLORS, theme });
}

function byService({ summary, zone, serviceName }: ChartContent, theme: Theme): Spec {
  const shown = summary.services.slice(0, MAX_SERVICES);
  const rest = summary.services.slice(MAX_SERVICES);
  const series = shown.map(({ serviceId, weekly }) => ({ part: serviceName(serviceId), weekly }));
  if (rest.length > 0) {
    const weekly = summary.weeks.map((_, week) => rest.reduce((sum, service) => sum + (service.weekly[week] ?? 0), 0));
    series.push({ part: `${rest.length} others`, weekly });
  }
  const bars = series.flatMap(({ part, weekly }) =>
    summary.weeks.map(({ startsAt }, week) => ({ week: weekLabel(startsAt, zone), part, value: weekly[week] ?? 0 })),
  );
  return barChart({ bars, parts: series.map(({ part }) => part), colors: SERVICE_COLORS, theme });
}

function meanTime({ summary, zone }: ChartContent, name: 'mtta' | 'mttr', theme: Theme): Spec {
  const times = summary.weeks.map((week) => week[name] ?? 0);
  const unit = unitFor(Math.max(...times));
  const bars = summary.weeks.map(({ startsAt }, week) => ({
    week: weekLabel(startsAt, zone),
    part: name,
    value: (times[week] ?? 0) / unit.ms,
  }));
  return barChart({ bars, parts: [name], colors: TIME_COLOR, theme, unit: unit.name });
}

/** The unit in which the longest of some times is a small number. */
function unitFor(longest: number): { name: string; ms: number } {
  if (longest >= 2 * DAY) return { name: 'd', ms: DAY };
  return longest >= 2 * HOUR ? { name: 'h', ms: HOUR } : { name: 'min', ms: MINUTE };
}
