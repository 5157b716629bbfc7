import type { Method } from '../method.ts';
import { chatMethods } from './chat.ts';
import { conversationReadMethods } from './conversations-read.ts';
import { conversationWriteMethods } from './conversations-write.ts';
import { peopleMethods } from './people.ts';
import { viewMethods } from './views.ts';
import { workspaceMethods } from './workspace.ts';

/** Every method that takes a bot token, by name. */
export const METHODS: ReadonlyMap<string, Method> = new Map(
  [
    ...workspaceMethods,
    ...chatMethods,
    ...conversationReadMethods,
    ...conversationWriteMethods,
    ...peopleMethods,
    ...viewMethods,
  ].map((method) => [method.name, method]),
);
