/**
 * Tells whoever is interested that something in the workspace changed. It does not say what: a listener looks at the
 * model again. Tests wait on it instead of sleeping, and a page redraws on it.
 */
export class ChangeFeed {
  readonly #listeners = new Set<() => void>();

  subscribe(listener: () => void): () => void {
    this.#listeners.add(listener);
    return () => {
      this.#listeners.delete(listener);
    };
  }

  notify(): void {
    for (const listener of [...this.#listeners]) listener();
  }

  /**
   * Resolves with the first result of `look` that is not undefined, looking again after every change. After
   * `timeoutMs` it rejects with what `explain` says: that text is all a failing test shows, so it should print what
   * could be seen instead.
   */
  waitFor<T>(look: () => T | undefined, explain: () => string, timeoutMs = 30_000): Promise<T> {
    return new Promise((resolve, reject) => {
      const finish = (settle: () => void) => {
        clearTimeout(timer);
        unsubscribe();
        settle();
      };
      const check = () => {
        try {
          const found = look();
          if (found !== undefined) finish(() => resolve(found));
        } catch (error) {
          finish(() => reject(error));
        }
      };
      const timer = setTimeout(() => finish(() => reject(new Error(explain()))), timeoutMs);
      const unsubscribe = this.subscribe(check);
      check();
    });
  }
}
