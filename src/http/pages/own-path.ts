const FALLBACK_PATH = '/incidents';

/** A path of ours, whatever was asked for: `//elsewhere.example` and `/\elsewhere.example` are other hosts to a browser. */
export function ownPath(path: string, baseUrl: string): string {
  const url = URL.canParse(path, baseUrl) ? new URL(path, baseUrl) : null;
  const isOwn = url !== null && path.startsWith('/') && url.origin === new URL(baseUrl).origin;
  return isOwn ? url.pathname + url.search : FALLBACK_PATH;
}
