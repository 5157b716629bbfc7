import type { Spec } from 'vega';

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
