import { surroundings } from './acts.js';
import { insert } from './composer.js';
import { openerOf } from './menus.js';
import { send, toast } from './server.js';

/* The emoji picker: for reactions, and for the field one writes in. */

document.addEventListener('click', async ({ target }) => {
  const choice = target.closest('[data-emoji-choice]');
  if (!choice) return;
  const name = choice.dataset.emojiChoice;
  const opener = openerOf(document.getElementById('emoji-picker'));
  const field = opener?.closest('[data-composer]')?.querySelector('textarea');
  if (field) insert(field, `:${name}: `);
  else if (opener) {
    const word = await send('react', [...surroundings(opener), ['emoji', name]]);
    if (word) toast(word);
  }
});
