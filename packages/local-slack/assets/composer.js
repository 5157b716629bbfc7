import { Completion } from './completion.js';
import { toEnd } from './new-messages.js';
import { send, toast } from './server.js';

/* The field one writes in. */

const completions = new WeakMap();

function completionOf(field) {
  if (!completions.has(field)) completions.set(field, new Completion(field));
  return completions.get(field);
}

/** Drafts outlive a look at another channel. */
const draftKey = (field) => `draft ${document.getElementById('window').dataset.as} ${field.id}`;

function grow(field) {
  field.style.height = 'auto';
  field.style.height = `${field.scrollHeight}px`;
}

async function say(form) {
  const field = form.querySelector('textarea');
  const text = field.value;
  if (text.trim() === '') return;
  const { channel, thread } = form.dataset;
  field.value = '';
  changed(field);
  completionOf(field).close();
  toEnd(form);
  const alsoToChannel = form.querySelector('[name=also-to-channel]');
  const also = alsoToChannel?.checked ? 'true' : undefined;
  if (alsoToChannel) alsoToChannel.checked = false;
  const values = Object.entries({ channel, thread, text, 'also-to-channel': also }).filter(
    ([, value]) => value !== undefined,
  );
  const word = await send('say', values, form);
  if (word) toast(word);
}

/** Puts marks around what is selected: `*bold*`. */
function surround(field, mark) {
  const { selectionStart: start, selectionEnd: end, value } = field;
  field.setRangeText(`${mark}${value.slice(start, end)}${mark}`, start, end, 'end');
  if (start === end) field.setSelectionRange(start + 1, start + 1);
  changed(field);
}

export function insert(field, text) {
  field.setRangeText(text, field.selectionStart, field.selectionEnd, 'end');
  field.focus();
  changed(field);
}

function changed(field) {
  sessionStorage.setItem(draftKey(field), field.value);
  grow(field);
}

const MARKS = { b: '*', i: '_', X: '~', C: '`' };

document.addEventListener('keydown', (event) => {
  const form = event.target.closest?.('[data-composer]');
  if (!form || !event.target.matches('textarea') || event.isComposing) return;
  const field = event.target;
  const mark = event.ctrlKey || event.metaKey ? MARKS[event.key] : undefined;
  if (completionOf(field).takesKey(event)) event.preventDefault();
  else if (mark) {
    event.preventDefault();
    surround(field, mark);
  } else if (event.key === 'Enter' && !event.shiftKey) {
    event.preventDefault();
    say(form);
  }
});

document.addEventListener('input', ({ target }) => {
  if (!target.matches('[data-composer] textarea')) return;
  changed(target);
  completionOf(target).update();
});

document.addEventListener('submit', (event) => {
  if (!event.target.matches('[data-composer]')) return;
  event.preventDefault();
  say(event.target);
});

document.addEventListener('focusout', ({ target, relatedTarget }) => {
  if (target.matches('[data-composer] textarea') && !relatedTarget?.closest('.completions'))
    completionOf(target).close();
});

// The field keeps the focus while somebody points at a suggestion.
document.addEventListener('mousedown', (event) => {
  if (event.target.closest('.completions')) event.preventDefault();
});

document.addEventListener('click', ({ target }) => {
  const option = target.closest('.completions [role=option]');
  if (option) completionOf(option.closest('[data-composer]').querySelector('textarea')).take(option);
});

/** A field that has just come gets back what was written in it. */
function restoreDrafts() {
  for (const field of document.querySelectorAll('[data-composer] textarea')) {
    if (completions.has(field)) continue;
    completionOf(field);
    field.value = sessionStorage.getItem(draftKey(field)) ?? '';
    grow(field);
  }
}

document.addEventListener('htmx:after:swap', restoreDrafts);
restoreDrafts();
