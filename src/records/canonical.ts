/** What JSON can say. */
export type Json = null | boolean | number | string | readonly Json[] | { readonly [name: string]: Json | undefined };

/**
 * The one way to write a value as JSON, so that the same always has the same hash: no spaces, names in the order of their UTF-16
 * code units, numbers and texts as JavaScript writes them (RFC 8785). What is undefined is left out.
 */
export function canonical(value: Json): string {
  if (Array.isArray(value)) return `[${value.map(canonical).join(',')}]`;
  if (typeof value !== 'object' || value === null) return JSON.stringify(value);
  const named = value as { readonly [name: string]: Json | undefined };
  const members = Object.keys(named)
    .sort()
    .flatMap((name) => {
      const one = named[name];
      return one === undefined ? [] : [`${JSON.stringify(name)}:${canonical(one)}`];
    });
  return `{${members.join(',')}}`;
}
