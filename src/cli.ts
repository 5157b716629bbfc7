#!/usr/bin/env node
import dotenv from 'dotenv';
import { opsknight } from './cli/program.ts';

// What OpsKnight writes (the database, backups, the demo's folder) is for its owner alone, whatever the shell allows.
process.umask(0o077);

dotenv.config({ quiet: true });

process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  // `opsknight export | head`: nobody reads on, and that is fine.
  if (error.code !== 'EPIPE') throw error;
});

await opsknight().parseAsync();
