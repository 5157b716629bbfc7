import { isObject } from '../lib/json-value.ts';

/** What a rule can match: the alert's own fields, and whatever labels or details its sender gave it. */
export interface AlertFields {
  /** All that a name stands for: several for a list of texts; none for what the alert does not have. */
  values(name: string): string[];
}

/** Of a list, so many are looked at. */
const MAX_VALUES = 100;

/**
 * @param labels What the sender calls things; before the alert's own fields, which are often made of them.
 * @param own The fields that every alert has.
 */
export function alertFields(
  labels: Readonly<Record<string, unknown>>,
  own: Readonly<Record<string, unknown>>,
): AlertFields {
  return {
    values(name) {
      const found = textsOf(at(labels, name));
      return found.length > 0 ? found : textsOf(at(own, name));
    },
  };
}

/** The value of a name; of `host.name` also what is called `name` in `host`. */
function at(values: Readonly<Record<string, unknown>>, name: string): unknown {
  if (Object.hasOwn(values, name)) return values[name];
  const dot = name.indexOf('.');
  if (dot < 0) return undefined;
  const inner = Object.hasOwn(values, name.slice(0, dot)) ? values[name.slice(0, dot)] : undefined;
  return isObject(inner) ? at(inner, name.slice(dot + 1)) : undefined;
}

function textsOf(value: unknown): string[] {
  if (Array.isArray(value)) return value.slice(0, MAX_VALUES).flatMap((one) => textOf(one) ?? []);
  return textOf(value) ?? [];
}

function textOf(value: unknown): [string] | null {
  if (typeof value === 'string') return value === '' ? null : [value];
  return typeof value === 'number' || typeof value === 'boolean' ? [String(value)] : null;
}
