/* Short ways to write blocks, for tables of good and bad ones. */

export const plain = (text: string) => ({ type: 'plain_text', text });
export const mrkdwn = (text: string) => ({ type: 'mrkdwn', text });
export const x = (length: number) => 'x'.repeat(length);
export const option = (n: number | string) => ({ text: plain(`option ${n}`), value: String(n) });
export const options = (count: number) => Array.from({ length: count }, (_, n) => option(n));
export const section = (more: object = {}) => ({ type: 'section', text: mrkdwn('text'), ...more });
export const actions = (...elements: object[]) => ({ type: 'actions', elements });
export const button = (more: object = {}) => ({ type: 'button', text: plain('Press'), ...more });
export const select = (more: object = {}) => ({ type: 'static_select', action_id: 's', options: options(2), ...more });
export const input = (element: object, more: object = {}) => ({
  type: 'input',
  label: plain('Label'),
  element,
  ...more,
});
export const textInput = (more: object = {}) => ({ type: 'plain_text_input', action_id: 't', ...more });
export const modal = (blocks: object[], more: object = {}) => ({
  type: 'modal',
  title: plain('Title'),
  submit: plain('Send'),
  blocks,
  ...more,
});
export const confirm = { title: plain('Sure?'), text: plain('Really'), confirm: plain('Yes'), deny: plain('No') };
