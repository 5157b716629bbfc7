import { isObject } from '../../lib/json-value.ts';

/*
 * A modal that was opened on the Home tab remembers so while it is open (`private_metadata`): the tab behind it shows things as they
 * were, until it is drawn anew. A modal that remembers something else than an object is a list of its own.
 */

export function markFromHome(metadata: string | undefined): string {
  const remembered = parsed(metadata);
  return isObject(remembered) ? JSON.stringify({ ...remembered, fromHome: true }) : (metadata ?? '');
}

export function isFromHome(view: { private_metadata?: string | undefined } | undefined): boolean {
  const remembered = parsed(view?.private_metadata);
  return isObject(remembered) && remembered['fromHome'] === true;
}

function parsed(metadata: string | undefined): unknown {
  try {
    return JSON.parse(metadata || '{}');
  } catch {
    return null;
  }
}
