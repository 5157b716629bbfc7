import { send, toast } from './server.js';

/* Buttons, choices and dates: whatever tells the app that somebody did something. */

const TYPING_PAUSE_MS = 400;

/** Asks the question that belongs to the element, if there is one; false when the person backs out. */
function isConfirmed(element) {
  const dialog = document.getElementById(element.dataset.confirm ?? '');
  if (!dialog) return Promise.resolve(true);
  dialog.returnValue = '';
  dialog.showModal();
  return new Promise((resolve) => {
    dialog.addEventListener('close', () => resolve(dialog.returnValue === 'confirm'), { once: true });
  });
}

/** Where something stands, and what is written in the fields around it. */
export function surroundings(element) {
  const surface = element.closest('[data-surface]');
  const texts = [...surface.querySelectorAll('[data-text]')].map((field) => [`text:${field.id}`, field.value]);
  return [['on', surface.dataset.surface], ...texts];
}

/** Presses a button, or chooses `values` in a menu or a group. False when the person backed out. */
export async function act(element, values = []) {
  if (element.getAttribute('aria-busy') === 'true' || !(await isConfirmed(element))) return false;
  const chosen = values.map((value) => ['value', value]);
  const word = await send('element', [...surroundings(element), ['element', element.id], ...chosen], element);
  if (word) toast(word);
  return true;
}

async function press(event, button) {
  if (button.tagName !== 'A' || !button.dataset.confirm) {
    await act(button);
    return;
  }
  event.preventDefault();
  if (await act(button)) window.open(button.href, '_blank', 'noopener');
}

/** Everything that is not Block Kit: reactions, shortcuts, the panel. */
async function post(button) {
  const { post: name, emoji, callback, index, channel, id } = button.dataset;
  const surface = button.closest('[data-surface]')?.dataset.surface;
  const values = Object.entries({ on: surface, emoji, callback, index, channel, id }).filter(
    ([, value]) => value !== undefined,
  );
  button.closest('[popover]')?.hidePopover();
  const outcome = button.closest('section')?.querySelector('[data-outcome]');
  if (outcome) outcome.textContent = '';
  const word = await send(name, values, button);
  if (outcome) outcome.textContent = word;
  else if (word) toast(word);
}

document.addEventListener('click', (event) => {
  const button = event.target.closest('[data-act=press], [data-post]');
  if (!button) return;
  if (button.dataset.post) post(button);
  else press(event, button);
});

document.addEventListener('change', ({ target }) => {
  if (target.matches('[data-act=change]')) act(target, [target.value]);
  const group = target.closest('[data-choices]');
  if (group)
    act(
      group,
      Array.from(group.querySelectorAll('input:checked'), ({ value }) => value),
    );
});

/* Text fields that tell the app what is typed. */

const timers = new WeakMap();

document.addEventListener('keydown', (event) => {
  const { target, key, isComposing } = event;
  if (key !== 'Enter' || isComposing || !target.matches?.('input[data-dispatch~=on_enter_pressed]')) return;
  event.preventDefault();
  act(target, [target.value]);
});

document.addEventListener('input', ({ target }) => {
  if (!target.matches('[data-dispatch~=on_character_entered]')) return;
  clearTimeout(timers.get(target));
  timers.set(
    target,
    setTimeout(() => act(target, [target.value]), TYPING_PAUSE_MS),
  );
});
