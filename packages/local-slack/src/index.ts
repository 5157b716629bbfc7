import { LocalSlack, type LocalSlackOptions } from './server.ts';

export type { Fault, FaultFilter } from './faults.ts';
export type { PageOptions, Panel, PanelButton } from './pages/index.ts';
export type { ChannelHandle } from './people/channel-handle.ts';
export type { HomeHandle } from './people/home-handle.ts';
export type { Expectation, MessageHandle } from './people/message-handle.ts';
export type { ModalHandle, ModalOutcome } from './people/modal-handle.ts';
export type { Person } from './people/person.ts';
export type { VisibleContent } from './people/visible.ts';
export type { WorkspaceHandle } from './people/workspace-handle.ts';
export type { Acknowledgement, Envelope } from './socket-mode/envelopes.ts';
export type { Violation } from './socket-mode/violations.ts';
export type { Timing } from './timing.ts';
export type { LoggedCall } from './web-api/call-log.ts';
export type { Mention } from './workspace/mentions.ts';
export type { ChannelSeed, MemberSeed, MessageSeed, UserGroupSeed, WorkspaceSeed } from './workspace/seed.ts';
export { DEFAULT_WORKSPACE } from './workspace/seed.ts';
export type { WorkspaceMemory } from './workspace/workspace.ts';
export type { LocalSlack, LocalSlackOptions };

/** Starts a local Slack on 127.0.0.1. Stop it with `stop()`. */
export async function startLocalSlack(options: LocalSlackOptions): Promise<LocalSlack> {
  const slack = new LocalSlack(options);
  await slack.start(options.port ?? 0);
  return slack;
}
