import type { Actor } from './actor.ts';

/** Who changes settings: somebody in Slack, a system with an API key (`monitor`, by its name), or whoever runs a command. */
export type Author = Actor | { kind: 'command_line'; user: string };
