import { type Machine, thisMachine } from '../../src/timekeeping/machine.ts';

/** This machine, on which time passes evenly and leaps when the test says so. */
export function hurried(): Machine & { passes(ms: number): void } {
  const machine = thisMachine();
  let ahead = 0;
  return {
    ...machine,
    read: () => {
      const { wall, running } = machine.read();
      return { wall: wall + ahead, running: running + ahead };
    },
    passes: (ms) => {
      ahead += ms;
    },
  };
}
