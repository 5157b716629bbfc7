import { act } from './acts.js';

/* Lists that open at a button: where they stand, how one moves through them, and what is chosen. */

const GAP = 4;
const EDGE = 8;
let opener;

document.addEventListener(
  'click',
  ({ target }) => {
    opener = target.closest('[popovertarget]') ?? opener;
  },
  true,
);

/** The button that a list was opened with. */
export const openerOf = (popup) =>
  opener?.getAttribute('popovertarget') === popup.id ? opener : document.querySelector(`[popovertarget="${popup.id}"]`);

const itemsOf = (popup) =>
  [...popup.querySelectorAll('[role=option], [role=menuitem]')].filter((item) => item.offsetParent !== null);

function place(popup) {
  const button = openerOf(popup)?.getBoundingClientRect();
  if (!button) return;
  popup.style.minWidth = `${Math.max(button.width, 180)}px`;
  const { width, height } = popup.getBoundingClientRect();
  const fitsBelow = button.bottom + GAP + height + EDGE <= window.innerHeight;
  const above = Math.max(EDGE, button.top - GAP - height);
  popup.style.top = `${fitsBelow ? button.bottom + GAP : above}px`;
  popup.style.left = `${Math.max(EDGE, Math.min(button.left, window.innerWidth - width - EDGE))}px`;
}

/** A window that changes its size, or is turned, keeps its open lists inside. */
window.addEventListener('resize', () => {
  for (const popup of document.querySelectorAll('[data-popup]:popover-open')) place(popup);
});

/** Puts an open list where it belongs and the focus into it, unless somebody is there already. */
function enter(popup) {
  place(popup);
  if (popup.contains(document.activeElement)) return;
  const chosen = popup.querySelector('[aria-selected=true], [aria-current=true]');
  (popup.querySelector('.popup-search') ?? chosen ?? itemsOf(popup)[0])?.focus();
  chosen?.scrollIntoView({ block: 'nearest' });
}

document.addEventListener(
  'toggle',
  ({ target: popup, newState }) => {
    if (!popup.matches('[data-popup]')) return;
    const isOpen = newState === 'open';
    openerOf(popup)?.setAttribute('aria-expanded', String(isOpen));
    if (isOpen) enter(popup);
    else leave(popup);
  },
  true,
);

/** Next time the whole list is there again. */
function leave(popup) {
  const search = popup.querySelector('[data-popup-search]');
  if (!search || popup.closest('[data-suggest]')) return;
  search.value = '';
  narrow(popup, '');
}

/** Leaves only what holds the words that are searched for. */
function narrow(popup, words) {
  const wanted = words.trim().toLowerCase();
  let found = 0;
  for (const item of popup.querySelectorAll('[role=option]')) {
    item.hidden = !item.textContent.toLowerCase().includes(wanted);
    if (!item.hidden) found++;
  }
  for (const group of popup.querySelectorAll('.popup-group')) group.hidden = wanted !== '';
  const empty = popup.querySelector('.popup-empty');
  if (empty) empty.hidden = found > 0;
}

document.addEventListener('input', ({ target }) => {
  if (target.matches('[data-popup-search]') && !target.closest('[data-suggest]'))
    narrow(target.closest('[data-popup]'), target.value);
});

function move(popup, event) {
  const items = itemsOf(popup);
  const at = items.indexOf(document.activeElement);
  const perRow = popup.matches('.emoji-picker') ? 8 : 1;
  const steps = { ArrowDown: perRow, ArrowUp: -perRow, ArrowRight: 1, ArrowLeft: -1 };
  const step = steps[event.key];
  if (event.key === 'Home' || event.key === 'End') return items.at(event.key === 'Home' ? 0 : -1);
  if (step === undefined) return undefined;
  if (perRow === 1 && Math.abs(step) === 1 && event.key.endsWith('t') && event.key !== 'ArrowLeft') return undefined;
  if (at === -1) return step > 0 ? items[0] : items.at(-1);
  return items[(at + step + items.length) % items.length];
}

/** The next item that begins with the letter. */
function itemBeginningWith(popup, letter) {
  const items = itemsOf(popup);
  const at = items.indexOf(document.activeElement);
  const inTurn = [...items.slice(at + 1), ...items.slice(0, at + 1)];
  return inTurn.find((item) => item.textContent.trim().toLowerCase().startsWith(letter.toLowerCase()));
}

document.addEventListener('keydown', (event) => {
  const popup = event.target.closest?.('[data-popup]');
  if (!popup) return openWithArrow(event);
  const isTyping = event.target.matches('input');
  if (isTyping && ['Home', 'End', 'ArrowLeft', 'ArrowRight'].includes(event.key)) return;
  const isLetter = event.key.length === 1 && event.key !== ' ' && !event.ctrlKey && !event.metaKey;
  const next = isLetter && !isTyping ? itemBeginningWith(popup, event.key) : move(popup, event);
  if (next) {
    event.preventDefault();
    next.focus();
  } else if (event.key === 'Enter' && isTyping) {
    event.preventDefault();
    itemsOf(popup)[0]?.click();
  } else if (event.key === 'Tab') {
    popup.hidePopover();
  }
});

/** As with the browser's own menus, an arrow opens them. */
function openWithArrow(event) {
  if (!['ArrowDown', 'ArrowUp'].includes(event.key) || !event.target.matches?.('[aria-haspopup][popovertarget]'))
    return;
  event.preventDefault();
  opener = event.target;
  const popup = document.getElementById(opener.getAttribute('popovertarget'));
  if (!popup.matches(':popover-open')) popup.showPopover({ source: opener });
  enter(popup);
}

document.addEventListener('click', ({ target }) => {
  const item = target.closest('[data-popup] [role=option], [data-popup] [role=menuitem]');
  if (!item) return;
  const menu = item.closest('[data-menu]');
  if (menu && item.dataset.value !== undefined) choose(menu, item);
  if (menu?.dataset.menu !== 'multiple') item.closest('[data-popup]').hidePopover();
});

async function choose(menu, item) {
  if (menu.dataset.menu !== 'multiple') {
    await act(menu, [item.dataset.value]);
    return;
  }
  const others = [...menu.querySelectorAll('[aria-selected=true]')].filter((one) => one !== item);
  const isChosen = item.getAttribute('aria-selected') === 'true';
  if (!isChosen && others.length >= Number(menu.dataset.max ?? Number.POSITIVE_INFINITY)) return;
  item.setAttribute('aria-selected', String(!isChosen));
  const chosen = isChosen ? others : [...others, item];
  await act(
    menu,
    chosen.map(({ dataset }) => dataset.value),
  );
}
