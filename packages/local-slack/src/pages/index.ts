export type { PageOptions, Panel, PanelButton } from './page.ts';
export { pageRoutes } from './routes.tsx';
