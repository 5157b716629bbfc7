import { once } from 'node:events';
import { createServer } from 'node:net';

/** Throws, in words for whoever starts the demo, when somebody already listens there. */
export async function requireFree(port: number, option: string): Promise<void> {
  const probe = createServer();
  try {
    probe.listen(port, '127.0.0.1');
    await once(probe, 'listening');
  } catch (error) {
    const words = `Port ${port} is in use, perhaps by another demo. Stop that, or choose another port with ${option}. Nothing was changed.`;
    throw new Error(words, { cause: error });
  }
  probe.close();
  await once(probe, 'close');
}
