/* Long texts: the rest of them, and back. News leaves `aria-expanded` as it is. */

document.addEventListener('click', ({ target }) => {
  const button = target.closest('[data-see-more]');
  if (button) button.setAttribute('aria-expanded', String(button.getAttribute('aria-expanded') !== 'true'));
});
