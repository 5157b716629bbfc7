import type { Method } from '../method.ts';
import { bookmarkMethods } from './bookmarks.ts';
import { chatMethods } from './chat.ts';
import { conversationOpenMethods } from './conversations-open.ts';
import { conversationReadMethods } from './conversations-read.ts';
import { conversationWriteMethods } from './conversations-write.ts';
import { fileMethods } from './files.ts';
import { installationMethods } from './installation.ts';
import { peopleMethods } from './people.ts';
import { pinMethods } from './pins.ts';
import { reactionMethods } from './reactions.ts';
import { userGroupMethods } from './user-groups.ts';
import { viewMethods } from './views.ts';
import { workspaceMethods } from './workspace.ts';

/** Every method that takes a bot token, by name. */
export const METHODS: ReadonlyMap<string, Method> = new Map(
  [
    ...workspaceMethods,
    ...installationMethods,
    ...chatMethods,
    ...conversationReadMethods,
    ...conversationWriteMethods,
    ...conversationOpenMethods,
    ...pinMethods,
    ...bookmarkMethods,
    ...reactionMethods,
    ...peopleMethods,
    ...userGroupMethods,
    ...fileMethods,
    ...viewMethods,
  ].map((method) => [method.name, method]),
);
