export type { NewsLine } from './live/news.ts';
export type { PageOptions, Panel, PanelButton } from './page.ts';
export { createPage } from './routes.tsx';
