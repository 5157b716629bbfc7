/* Keys that work anywhere, and where the focus goes when another conversation is opened. */

document.addEventListener('keydown', (event) => {
  const isTaken = event.defaultPrevented || document.querySelector(':popover-open, dialog:modal');
  if (event.key === 'Escape' && !isTaken) document.querySelector('[data-escape]')?.click();
});

/** Left and right move within a row of buttons, which is one stop for the tab key. */
document.addEventListener('keydown', (event) => {
  const bar = event.target.closest?.('[role=toolbar]');
  const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
  if (!bar || step === undefined) return;
  const buttons = [...bar.querySelectorAll('.tool')];
  const next = buttons[(buttons.indexOf(event.target) + step + buttons.length) % buttons.length];
  event.preventDefault();
  next.focus();
});

function focusWriting() {
  const fields = [...document.querySelectorAll('[data-composer] textarea')];
  fields.at(-1)?.focus();
}

document.addEventListener('htmx:after:swap', ({ detail }) => {
  if (detail.ctx.target === document.body) focusWriting();
});

if (document.activeElement === document.body) focusWriting();
