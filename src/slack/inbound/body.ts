import { isObject } from '../../lib/json-value.ts';

/** What Slack has put into a body: JSON for events, JSON in a form for interactions, a form for commands; null for anything else. */
export function readBody(contentType: string | undefined, text: string): Record<string, unknown> | null {
  const [mediaType = ''] = (contentType ?? '').split(';');
  switch (mediaType.trim().toLowerCase()) {
    case 'application/json':
      return readJson(text);
    case 'application/x-www-form-urlencoded': {
      const form = new URLSearchParams(text);
      const payload = form.get('payload');
      return payload === null ? Object.fromEntries(form) : readJson(payload);
    }
    default:
      return null;
  }
}

function readJson(text: string): Record<string, unknown> | null {
  try {
    const value: unknown = JSON.parse(text);
    return isObject(value) ? value : null;
  } catch {
    return null;
  }
}
