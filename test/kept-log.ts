import { Writable } from 'node:stream';
import type { Logger } from 'pino';
import type { LogLevel } from '../src/config.ts';
import { createLogger } from '../src/logger.ts';
import { searchForSecrets } from './leaks.ts';

/** The app's own logger, whose lines the test reads, and which are searched for secrets when its file is through. */
export function keptLog(level: LogLevel = 'info'): { logger: Logger; lines: string[] } {
  const lines: string[] = [];
  const destination = new Writable({
    write(chunk, _, done) {
      lines.push(String(chunk));
      done();
    },
  });
  searchForSecrets(lines);
  return { logger: createLogger(level, { destination }), lines };
}
