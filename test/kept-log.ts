import { Writable } from 'node:stream';
import type { Logger } from 'pino';
import { createLogger } from '../src/logger.ts';

/** The app's own logger, whose lines the test reads. */
export function keptLog(level: 'trace' | 'debug' | 'info' = 'info'): { logger: Logger; lines: string[] } {
  const lines: string[] = [];
  const destination = new Writable({
    write(chunk, _, done) {
      lines.push(String(chunk));
      done();
    },
  });
  return { logger: createLogger(level, destination), lines };
}
