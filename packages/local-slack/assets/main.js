/* What the page does in the browser, beyond following links and taking in news (which htmx does). */
import './acts.js';
import './menus.js';
import './modals.js';
import './composer.js';
import './emoji.js';
import './keys.js';
import './news.js';
import './forms.js';
import './sidebar.js';
import './attach.js';
import './suggest.js';
import './scroll.js';
import './new-messages.js';
import './long-text.js';
import './permalinks.js';
