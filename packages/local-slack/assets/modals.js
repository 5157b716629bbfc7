import { surroundings } from './acts.js';
import { send, toast } from './server.js';

/* The app's modals. Which one is open, the server knows; this shows it, and gives the focus back afterwards. */

let openedFrom;
let awaitsErrors = false;
const closed = new WeakSet();

const FIELDS = 'input:not([type=hidden]), textarea, [role=combobox], [role=radiogroup] input';

function focusFirst(dialog) {
  const first =
    dialog.querySelector('[data-focus=first]') ??
    dialog.querySelector('.modal-body')?.querySelector(FIELDS) ??
    dialog.querySelector('[data-modal-submit], .dialog-buttons button');
  first?.focus();
}

/** Shows what has come, and cleans up after what has gone. */
function refresh() {
  const dialog = document.querySelector('dialog[data-modal]');
  if (dialog && !dialog.matches(':modal') && !closed.has(dialog)) {
    openedFrom ??= document.activeElement;
    dialog.showModal();
    focusFirst(dialog);
  }
  if (!dialog && openedFrom) {
    const last = openedFrom.isConnected ? openedFrom : document.getElementById(openedFrom.id);
    openedFrom = undefined;
    if (document.activeElement === document.body) (last ?? document.querySelector('[data-composer] textarea'))?.focus();
  }
  const wrong = dialog?.querySelector('[aria-invalid=true]');
  if (awaitsErrors && wrong) {
    awaitsErrors = false;
    wrong.focus();
  }
}

async function submit(dialog) {
  const button = dialog.querySelector('[data-modal-submit]');
  if (!button || button.getAttribute('aria-busy') === 'true') return;
  awaitsErrors = true;
  const word = await send('submit', surroundings(dialog), button);
  if (word) toast(word);
  refresh();
}

document.addEventListener('click', ({ target }) => {
  const dialog = target.closest('dialog[data-modal]');
  if (target.closest('[data-modal-close]')) dialog.close();
  if (target.closest('[data-modal-submit]')) submit(dialog);
});

document.addEventListener('keydown', (event) => {
  const dialog = event.target.closest?.('dialog[data-modal]');
  if (!dialog || event.key !== 'Enter' || event.isComposing || event.defaultPrevented) return;
  const isLine = event.target.matches('input.field');
  const isText = event.target.matches('textarea') && (event.ctrlKey || event.metaKey);
  if (!isLine && !isText) return;
  event.preventDefault();
  submit(dialog);
});

// By the button or by Esc; what lies below shows again once the server says so.
document.addEventListener(
  'close',
  ({ target }) => {
    if (!target.matches('dialog[data-modal]') || !target.isConnected) return;
    closed.add(target);
    send('close', surroundings(target));
  },
  true,
);

document.addEventListener('htmx:after:swap', refresh);
refresh();
