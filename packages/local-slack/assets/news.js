/* When the local Slack goes away: says so, and finds the way back when it is there again. */

/** What the local Slack says when it was started anew and has forgotten this address. */
const PLACE_GONE = 4404;

const workspace = () => document.getElementById('window');

document.addEventListener('htmx:ws:close', ({ detail }) => {
  if (detail.reason !== 'closed') return;
  if (detail.code === PLACE_GONE) location.assign(`/?${new URLSearchParams({ as: workspace().dataset.as })}`);
  else if (!document.hidden) workspace().dataset.lost = 'true';
});

document.addEventListener('htmx:ws:after:connection', () => {
  delete workspace().dataset.lost;
});
