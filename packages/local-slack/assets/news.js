/* When the local Slack goes away: says so, and finds the way back when it is there again. */

const workspace = () => document.getElementById('window');

document.addEventListener('htmx:sse:error', ({ detail }) => {
  workspace().dataset.lost = 'true';
  // It was started anew and has forgotten this address.
  if (detail.status === 404) location.assign(`/?${new URLSearchParams({ as: workspace().dataset.as })}`);
});

document.addEventListener('htmx:sse:after:connection', () => {
  delete workspace().dataset.lost;
});
