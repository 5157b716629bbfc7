import type { Absence, Heard, Heartbeat } from './heartbeat.ts';

/** What it means that the app was not always here. */
export interface Attendance {
  /** Less than this is no absence; in milliseconds. */
  tolerance: number;
  /** What is to be kept of a heartbeat after an absence; pure. */
  afterAbsence(heartbeat: Heartbeat, heard: Heard, absence: Absence): Heard;
}

export interface HeartbeatStore {
  /** All of them, by name. */
  list(): Promise<Heartbeat[]>;
  /** It beats now. @returns false when it is missed: then nothing was written, since its incident is to be resolved as well. */
  beat(id: number): Promise<boolean>;
  /** It beats now, and is missed no longer, whatever has become of its incident. */
  restart(id: number): Promise<void>;
  /** The app is here, and has heard everything since the last time that it said so, or it was absent meanwhile. */
  attend(attendance: Attendance): Promise<void>;
}
