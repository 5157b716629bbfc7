/* Suggestions above the field one writes in: commands, people, channels. */

const SHOWN = 8;

/** The word before the caret that something could be suggested for. */
function beginning(field) {
  const before = field.value.slice(0, field.selectionStart);
  if (/^\/[^\n]*$/.test(before)) return before;
  return /(?:^|\s)([@#][\w.-]*)$/.exec(before)?.[1];
}

export class Completion {
  constructor(field) {
    this.field = field;
    this.list = document.getElementById(field.getAttribute('aria-controls'));
    this.hint = document.getElementById(field.getAttribute('aria-describedby'));
  }

  get isOpen() {
    return !this.list.hidden;
  }

  get active() {
    return this.list.querySelector('[aria-selected=true]');
  }

  update() {
    const word = beginning(this.field);
    let shown = 0;
    for (const option of this.list.children) {
      const isIt = word !== undefined && shown < SHOWN && this.suits(option, word);
      option.hidden = !isIt;
      if (isIt) shown++;
    }
    this.list.hidden = shown === 0;
    // After a command Enter sends it; everywhere else Enter takes the first suggestion.
    const isContinuation = word?.startsWith('/') && word.includes(' ');
    this.mark(isContinuation ? undefined : this.options()[0]);
    this.showUsage();
  }

  suits({ dataset }, word) {
    const { insert, after } = dataset;
    if (after !== undefined && !word.startsWith(after)) return false;
    return insert !== word && insert.toLowerCase().startsWith(word.toLowerCase());
  }

  options() {
    return [...this.list.children].filter((option) => !option.hidden);
  }

  mark(option) {
    for (const one of this.list.children) one.setAttribute('aria-selected', String(one === option));
    if (option) {
      option.id ||= `${this.list.id}-${[...this.list.children].indexOf(option)}`;
      this.field.setAttribute('aria-activedescendant', option.id);
      option.scrollIntoView({ block: 'nearest' });
    } else this.field.removeAttribute('aria-activedescendant');
  }

  step(by) {
    const options = this.options();
    const at = options.indexOf(this.active);
    this.mark(options[(at + by + options.length) % options.length] ?? options[0]);
  }

  take(option) {
    const { field } = this;
    const word = beginning(field) ?? '';
    const start = field.selectionStart - word.length;
    field.setRangeText(`${option.dataset.insert} `, start, field.selectionStart, 'end');
    field.focus();
    this.update();
  }

  /** Nothing stands over the conversation any more. */
  close() {
    this.list.hidden = true;
    this.hint.hidden = true;
    this.mark(undefined);
  }

  /** What the command that is being typed takes. */
  showUsage() {
    const command = /^(\/\S+) /.exec(this.field.value)?.[1];
    const option = command && this.list.querySelector(`[data-insert="${CSS.escape(command)}"][data-usage]`);
    this.hint.hidden = !option?.dataset.usage || this.isOpen;
    this.hint.textContent = option ? `${command} ${option.dataset.usage}` : '';
  }

  /** True when the key was for the list. */
  takesKey(event) {
    if (event.key === 'Escape' && !this.hint.hidden) {
      this.close();
      return true;
    }
    if (!this.isOpen) return false;
    if (event.key === 'ArrowDown') this.step(1);
    else if (event.key === 'ArrowUp') this.step(-1);
    else if (event.key === 'Escape') this.close();
    else if (event.key === 'Tab' || (event.key === 'Enter' && this.active)) this.take(this.active ?? this.options()[0]);
    else return false;
    return true;
  }
}
