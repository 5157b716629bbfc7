/** Runs what is of the same key one after the other, in the order in which it came: the last has the last word. */
export class Turns {
  private readonly last = new Map<string, Promise<unknown>>();

  /** Rejects as the work does; what comes after it goes on all the same. */
  async run<Result>(key: string, work: () => Promise<Result>): Promise<Result> {
    const turn = (this.last.get(key) ?? Promise.resolve()).catch(() => {}).then(work);
    this.last.set(key, turn);
    try {
      return await turn;
    } finally {
      if (this.last.get(key) === turn) this.last.delete(key);
    }
  }
}
