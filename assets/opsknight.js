// The little that pages do by themselves. Everything works without it.

const LIST = '#list';
const chosenIn = (list) => list.querySelectorAll('input[form="bulk"]:checked').length;

/** Says how many incidents are ticked, and offers what can be done to them, as ticks come and go. */
function tell() {
  const list = document.querySelector(LIST);
  const words = document.querySelector('#chosen');
  const all = document.querySelector('#choose-all');
  if (!list || !words || !all) return;
  const count = chosenIn(list);
  const shown = list.querySelectorAll('input[form="bulk"]').length;
  all.checked = count > 0 && count === shown;
  all.indeterminate = count > 0 && count < shown;
  document.querySelector('#bulk-fields').hidden = count === 0;
  document.querySelector('#bulk').classList.toggle('is-choosing', count > 0);
  words.textContent =
    count === 0 ? 'Tick incidents to work on several at once.' : `${count} selected; the list holds still meanwhile.`;
}

document.addEventListener('change', ({ target }) => {
  if (target.id === 'choose-all') {
    for (const box of document.querySelectorAll(`${LIST} input[form="bulk"]`)) box.checked = target.checked;
  }
  if (target.id === 'choose-all' || target.matches('input[form="bulk"]')) tell();
});

// While somebody chooses, nothing moves under the pointer.
document.addEventListener('htmx:before:request', (event) => {
  const list = document.querySelector(LIST);
  if (list && event.target === list && chosenIn(list) > 0) event.preventDefault();
});

document.addEventListener('DOMContentLoaded', () => {
  for (const element of document.querySelectorAll('[data-needs-script]')) element.hidden = false;
  tell();
});
