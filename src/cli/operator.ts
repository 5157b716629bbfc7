import { userInfo } from 'node:os';
import type { Author } from '../people/author.ts';

/** Whoever runs the command, by their account on this machine; whoever used sudo is who they were before. */
export function operator(): Author {
  return { kind: 'command_line', user: process.env.SUDO_USER ?? accountName() };
}

function accountName(): string {
  try {
    return userInfo().username;
  } catch {
    return `uid ${process.getuid?.() ?? 'unknown'}`; // in a container, an account may have no name
  }
}
