/**
 * Where a file that comes with the app is, by its path in the package. This file must stay directly in `src`: the bundle is in
 * `dist`, as deep as this is, wherever in it this has landed.
 */
export function packageFile(path: string): URL {
  return new URL(`../${path}`, import.meta.url);
}
