import type { LocalSlack } from '../server.ts';
import type { ReadMarks } from './read-marks.ts';

/** A button of the panel. */
export interface PanelButton {
  label: string;
  description?: string;
  /** Resolves with what happened, in one sentence for the person who pressed. */
  run(): Promise<string>;
}

/** Things that happen around the workspace, for the demo to offer. */
export interface Panel {
  title: string;
  buttons: readonly PanelButton[];
}

export interface PageOptions {
  /** An SVG file: the face of the app's bot. */
  appIcon?: string;
  panel?: Panel;
}

/** What every part of the page may need to know. */
export interface Page {
  readonly slack: LocalSlack;
  readonly marks: ReadMarks;
  readonly panel: Panel | undefined;
}
