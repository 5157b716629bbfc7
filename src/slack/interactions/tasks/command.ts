import { incidentKey } from '../../../incidents/types.ts';
import { asTyped } from '../../cards/mrkdwn.ts';
import { notice } from '../../cards/replies.ts';
import { tell } from '../answers.ts';
import { commandIncident, keyAndRest, readMention, type Subcommand, writeItLikeThis } from '../command.ts';
import { showTasks } from './tasks.ts';

/** `done 3`, `reopen 3` */
const SETTLING = /^(done|reopen)\s+#?([1-9]\d{0,5})$/i;

export const taskCommand: Subcommand = {
  name: 'task',
  usage: 'task INC-n [text] [@user]',
  help: 'add a task to an incident; “done 3” finishes the third; without a text, the list',
  changes: true,
  async run(deps, call) {
    const { asker, escaped, triggerId, ack } = call;
    const { slackUserId, rest } = readMention(escaped);
    const named = keyAndRest(asTyped(rest));
    if (!named) return tell(deps, asker, writeItLikeThis(taskCommand.usage, 'task INC-42 Tell the bank @bob'));
    const { number, rest: text } = named;
    if (text === '') return showTasks(deps, { asker, triggerId, inView: null, ack }, number);
    const key = incidentKey(number);
    const [, word, id] = SETTLING.exec(text) ?? [];
    if (id !== undefined) {
      const isDone = word?.toLowerCase() === 'done';
      const command = { type: isDone ? 'finish_task' : 'reopen_task', id: Number(id) } as const;
      const settled = notice(`Task ${id} of ${key} is ${isDone ? 'done' : 'open again'}.`);
      return commandIncident(deps, call, number, command, settled);
    }
    const owner = slackUserId === null ? null : { slackUserId };
    const told = owner && slackUserId !== asker.slackUserId ? ' They are told.' : '';
    const success = notice(`It is a task of ${key} now.${told} \`/opsknight task ${key}\` shows all.`);
    await commandIncident(deps, call, number, { type: 'add_task', text, owner, dueAt: null }, success);
  },
};
