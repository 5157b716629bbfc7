/* What comes in below while somebody reads further up is counted, and a press away. */

const AT_THE_END_PX = 40;

/** The last message that the person has had before their eyes, by list. */
const lastSeen = new Map();

// The scrollers are turned around: 0 is the end.
const isAtEnd = (scroller) => scroller.scrollTop > -AT_THE_END_PX;

function refresh(frame) {
  const scroller = frame.querySelector('.scroller');
  const list = frame.querySelector('[role=log]');
  const pill = frame.querySelector('[data-new-messages]');
  const ids = Array.from(list.children, ({ id }) => id);
  if (isAtEnd(scroller) || !lastSeen.has(list.id)) lastSeen.set(list.id, ids.at(-1));
  const seenAt = ids.indexOf(lastSeen.get(list.id));
  const count = seenAt === -1 ? 0 : ids.length - 1 - seenAt;
  pill.hidden = count === 0;
  pill.querySelector('span').textContent = ['', '1 new message'][count] ?? `${count} new messages`;
}

function refreshAll() {
  for (const pill of document.querySelectorAll('[data-new-messages]')) refresh(pill.parentElement);
}

/** Shows what is newest. */
export function toEnd(element) {
  const scroller = element.closest('.conversation, .side').querySelector('.scroller');
  scroller.scrollTop = 0;
}

document.addEventListener(
  'scroll',
  ({ target }) => {
    if (target.matches?.('.scroller') && target.parentElement.querySelector('[data-new-messages]'))
      refresh(target.parentElement);
  },
  true,
);

document.addEventListener('click', ({ target }) => {
  const pill = target.closest('[data-new-messages]');
  if (pill) toEnd(pill);
});

document.addEventListener('htmx:after:swap', refreshAll);
refreshAll();
