import { readFileSync, readlinkSync } from 'node:fs';
import { hostname } from 'node:os';
import { bootId } from '../lib/boot-id.ts';

/** A process among all there are; null where the system does not tell. */
export interface ProcessIdentity {
  host: string;
  /** Another after every start of the machine. */
  bootId: string | null;
  /** Containers on one machine count their processes each for itself. */
  pidNamespace: string | null;
  pid: number;
  /** Ids of processes come again; together with this one they don't. */
  startedAt: string | null;
}

/** What a machine says about one of its processes. */
export interface ProcessLook {
  isAlive: boolean;
  startedAt: string | null;
}

export function thisProcess(): ProcessIdentity {
  return {
    host: hostname(),
    bootId: bootId(),
    pidNamespace: orNull(() => readlinkSync('/proc/self/ns/pid')),
    pid: process.pid,
    startedAt: lookAt(process.pid).startedAt,
  };
}

/** Whether a process has certainly ended. One of another machine, or of another container, can't be seen from here. */
export function isGone(other: ProcessIdentity, own: ProcessIdentity, look: (pid: number) => ProcessLook): boolean {
  const isNear = other.host === own.host && other.bootId === own.bootId && other.pidNamespace === own.pidNamespace;
  if (!isNear) return false;
  const { isAlive, startedAt } = look(other.pid);
  if (!isAlive) return true;
  return other.startedAt !== null && startedAt !== null && other.startedAt !== startedAt;
}

export function lookAt(pid: number): ProcessLook {
  // "12 (name) S 1 …": the name may hold anything, so it is read from behind it. https://man7.org/linux/man-pages/man5/proc_pid_stat.5.html
  const stat = orNull(() => readFileSync(`/proc/${pid}/stat`, 'utf8'));
  const fields = stat?.slice(stat.lastIndexOf(')') + 2).split(' ');
  const isZombie = fields?.[0] === 'Z' || fields?.[0] === 'X';
  return { isAlive: !isZombie && answersSignals(pid), startedAt: fields?.[19] ?? null };
}

function answersSignals(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    // EPERM: it is there, and somebody else's.
    return error instanceof Error && 'code' in error && error.code === 'EPERM';
  }
}

function orNull<T>(read: () => T): T | null {
  try {
    return read();
  } catch {
    return null;
  }
}
