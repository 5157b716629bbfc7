import { send, toast } from './server.js';

/* Forms that are not the app's: topics, invitations, bookmarks, group messages. */

document.addEventListener('submit', async (event) => {
  const form = event.target.closest('[data-form]');
  if (!form) return;
  event.preventDefault();
  const { form: name, channel } = form.dataset;
  const values = [...new FormData(form), ...(channel ? [['channel', channel]] : [])];
  const word = await send(name, values, form);
  if (word.startsWith('/client/')) location.assign(word);
  else if (word) toast(word);
  else if ('clear' in form.dataset) form.reset();
});
