import { auditedName } from '../audit/entry.ts';
import { takeBack } from '../audit/take-back.ts';
import { takeBackRefusal } from '../audit/words.ts';
import { finishApplying } from '../settings/apply.ts';
import { authorInTerminal } from './audit.ts';
import { operator } from './operator.ts';
import { CommandError } from './report.ts';
import { say } from './terminal.ts';
import { withStorage } from './with-storage.ts';

/** `opsknight audit take-back <number>` */
export async function takeBackEntry(number: string): Promise<void> {
  const id = Number(/^#?(\d{1,15})$/.exec(number.trim())?.[1] ?? Number.NaN);
  if (Number.isNaN(id)) throw new CommandError(`"${number}" is not a number of the audit log. Nothing was changed.`);
  await withStorage(async ({ audit, settingsWriter: writer, keys }, _, clock) => {
    const taken = await takeBack(id, operator(), clock.now(), { audit, writer, keys });
    if (taken.kind !== 'taken_back') {
      const words = takeBackRefusal(taken, clock.now(), { author: authorInTerminal, value: (text) => text });
      throw new CommandError(`#${id} was not taken back: ${words} Nothing was changed.`);
    }
    await finishApplying(writer);
    say(`#${id} is taken back: ${auditedName(taken.entry)} is as it was before.`);
  });
}
