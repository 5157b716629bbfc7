/* Links to messages of this workspace lead to them in this window, as whoever looks. */

document.addEventListener(
  'click',
  (event) => {
    const link = event.target.closest('a[href]');
    if (!link) return;
    const address = new URL(link.href);
    if (address.origin !== location.origin || !address.pathname.startsWith('/archives/')) return;
    address.searchParams.set('as', document.getElementById('window').dataset.as);
    link.href = address.href;
    // What the app hears of is a button, and opens a window of its own.
    const isForAnother = link.matches('[data-act]') || event.ctrlKey || event.metaKey || event.shiftKey;
    if (!isForAnother) link.removeAttribute('target');
  },
  true,
);
