/** The words shown when nothing else can be said. */
const UNREACHABLE = "The local Slack can't be reached. Is it still running?";
const TOAST_MS = 6_000;
let toastTimer;

/** Shows a sentence for a while. */
export function toast(text) {
  const line = document.getElementById('toast');
  line.textContent = text;
  clearTimeout(toastTimer);
  toastTimer = setTimeout(() => {
    line.textContent = '';
  }, TOAST_MS);
}

/**
 * Sends what the person does. Resolves with what they are told, often nothing: most of it shows in the page by itself.
 * `source` is marked busy meanwhile.
 */
export function send(act, values, source) {
  const { acts } = document.getElementById('window').dataset;
  return post(`${acts}/${act}`, new URLSearchParams(values), source);
}

/** Sends files for a field of a modal. */
export function sendFiles(body, source) {
  const { acts } = document.getElementById('window').dataset;
  return post(acts.replace(/acts$/, 'attach'), body, source);
}

async function post(address, body, source) {
  const { as, window } = document.getElementById('window').dataset;
  source?.setAttribute('aria-busy', 'true');
  try {
    const response = await fetch(`${address}?${new URLSearchParams({ as, window })}`, { method: 'POST', body });
    if (!response.ok) return 'That did not work.';
    return response.status === 204 ? '' : await response.text();
  } catch {
    return UNREACHABLE;
  } finally {
    source?.removeAttribute('aria-busy');
  }
}
