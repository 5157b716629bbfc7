export type { PageOptions, Panel, PanelButton } from './page.ts';
export { isPageAddress, pageRoutes } from './routes.tsx';
