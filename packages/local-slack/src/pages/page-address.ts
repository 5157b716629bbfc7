/** Whether an address belongs to the browser page; all others are the Web API's. */
export function isPageAddress(path: string): boolean {
  return (
    /^\/(\?|$)/.test(path) || ['/client/', '/archives/', '/assets/', '/oauth/'].some((room) => path.startsWith(room))
  );
}
