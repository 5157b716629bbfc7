import { surroundings } from './acts.js';
import { sendFiles, toast } from './server.js';

/* File fields of modals: a file is sent as soon as it is chosen. */

document.addEventListener('change', async ({ target }) => {
  if (!target.matches('[data-attach]') || target.files.length === 0) return;
  const body = new FormData();
  for (const [name, value] of surroundings(target)) body.append(name, value);
  body.append('element', target.id);
  for (const file of target.files) body.append('file', file);
  const word = await sendFiles(body, target);
  target.value = '';
  if (word) toast(word);
});
