/* On a phone the sidebar lies over the conversation while somebody chooses in it. */

document.addEventListener('click', ({ target }) => {
  const window = document.getElementById('window');
  const toggle = target.closest('[data-sidebar-toggle]');
  if (!toggle && target.closest('.sidebar')) return;
  const isOpen = toggle !== null && !('sidebar' in window.dataset);
  window.toggleAttribute('data-sidebar', isOpen);
  document.querySelector('[data-sidebar-toggle]').setAttribute('aria-expanded', String(isOpen));
});
