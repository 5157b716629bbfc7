import type { AlertFields } from './alert-fields.ts';

const FIELD = /\{([^{}]+)\}/g;

/**
 * A text with the alert's own words: "{alertname} in {cluster}". Null when it names fields and the alert has none of them, so
 * that nothing is made of nothing.
 */
export function fill(template: string, fields: AlertFields): string | null {
  return replace(template, fields, (value) => value);
}

/** The same for a web address: what is filled in can't lead elsewhere, unless it is the whole address. */
export function fillAddress(template: string, fields: AlertFields): string | null {
  const isWhole = /^\{[^{}]+\}$/.test(template);
  return replace(template, fields, isWhole ? (value) => value : encodeURIComponent);
}

function replace(template: string, fields: AlertFields, write: (value: string) => string): string | null {
  let named = 0;
  let known = 0;
  const text = template.replace(FIELD, (_, name: string) => {
    const values = fields.values(name.trim());
    named += 1;
    if (values.length > 0) known += 1;
    return write(toWellFormed(values.join(', ')));
  });
  return named > 0 && known === 0 ? null : text;
}

/** `encodeURIComponent` throws for half a character. */
function toWellFormed(text: string): string {
  return text.replace(/\p{Cs}/gu, '\uFFFD');
}
