const EVERY_MS = 20;

/**
 * Resolves once it holds: for what nothing tells of, in another process or behind a socket. It leaves the processor to those it
 * waits for.
 */
export async function until(
  holds: () => boolean | Promise<boolean>,
  explain: () => string | Promise<string> = () => 'it did not come true',
  { timeoutMs = 60_000, everyMs = EVERY_MS } = {},
): Promise<void> {
  const deadline = Date.now() + timeoutMs;
  while (!(await holds())) {
    if (Date.now() > deadline) throw new Error(await explain());
    await new Promise((resolve) => setTimeout(resolve, everyMs));
  }
}
