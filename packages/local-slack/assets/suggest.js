import { surroundings } from './acts.js';
import { send } from './server.js';

/* Menus with external data: what is typed goes to the app, and its options stand in the list. */

const PAUSE_MS = 250;
const timers = new WeakMap();
const latest = new WeakMap();

async function ask(menu, query) {
  latest.set(menu, query);
  const word = await send('suggest', [...surroundings(menu), ['element', menu.id], ['query', query]]);
  // An answer to what was typed before is of no use any more.
  if (latest.get(menu) === query) menu.querySelector('[role=listbox]').innerHTML = word;
}

document.addEventListener('input', ({ target }) => {
  const menu = target.closest('[data-suggest]');
  if (!menu || !target.matches('.popup-search')) return;
  clearTimeout(timers.get(menu));
  if (target.value.length < Number(menu.dataset.suggest)) return;
  timers.set(
    menu,
    setTimeout(() => ask(menu, target.value), PAUSE_MS),
  );
});

/** A menu that wants nothing typed is asked for as soon as it opens. */
document.addEventListener(
  'toggle',
  ({ target, newState }) => {
    const menu = target.closest('[data-suggest="0"]');
    if (menu && newState === 'open') ask(menu, '');
  },
  true,
);
