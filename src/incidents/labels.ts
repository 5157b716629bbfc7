import { isObject } from '../lib/json-value.ts';
import { type AlertFields, alertFields } from '../routing/alert-fields.ts';
import type { Incident } from './types.ts';

/** The labels that its alert came with; for a name that none of them has, what its details say. */
export function labelsOf(details: Incident['details']): AlertFields {
  const { labels } = details ?? {};
  return alertFields(isObject(labels) ? labels : {}, details ?? {});
}
