/* Older messages come by themselves when somebody has scrolled up to where they are missing. */

const scroller = () => document.querySelector('main .scroller');

/** How far up the person was when older messages were asked for; they come in above, and nothing moves. */
let kept;

const seen = new IntersectionObserver((entries) => {
  for (const { isIntersecting, target } of entries) {
    if (!isIntersecting) continue;
    seen.unobserve(target);
    kept = scroller()?.scrollTop;
    target.click();
  }
});

let watched;

function watch() {
  const link = document.querySelector('[data-earlier]');
  if (link?.href === watched) return;
  watched = link?.href;
  seen.disconnect();
  if (kept !== undefined && scroller()) scroller().scrollTop = kept;
  kept = undefined;
  if (link) seen.observe(link);
}

document.addEventListener('htmx:after:swap', watch);
watch();
