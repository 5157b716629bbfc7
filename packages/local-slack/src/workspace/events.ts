import type { JsonObject } from '../json.ts';

/** Something that happened in a workspace and that apps may have subscribed to. */
export interface WorkspaceEvent {
  type: string;
  /** The name to subscribe to, where it differs from the type: `message.channels` for `message`. */
  subscription?: string;
  /** Without this scope the app does not get the event. */
  scope?: string;
  /** The rest of the event; user objects show their e-mail only if `withEmail`. */
  body(withEmail: boolean): JsonObject;
}

export interface EventSink {
  emit(event: WorkspaceEvent): void;
}
