/** Runs what is of the same key one after the other, in the order in which it came: the last has the last word. */
export class Turns {
  private readonly last = new Map<string, Promise<void>>();

  /** Rejects as the work does; what comes after it goes on all the same. */
  async run(key: string, work: () => Promise<void>): Promise<void> {
    const turn = (this.last.get(key) ?? Promise.resolve()).catch(() => {}).then(work);
    this.last.set(key, turn);
    try {
      await turn;
    } finally {
      if (this.last.get(key) === turn) this.last.delete(key);
    }
  }
}
