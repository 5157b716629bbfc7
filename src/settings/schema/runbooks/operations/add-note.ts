import { z } from 'zod';
import { operation } from '../operation.ts';
import { MAX_MESSAGE, template } from '../texts.ts';

export const addNote = operation({
  label: 'Note',
  scopes: [],
  schema: z.strictObject({ text: template(MAX_MESSAGE) }),
  rehearse: ({ text }, { fill }) => [`adds a note: ${fill(text)}`],
  effect: ({ text }, { fill }) => ({ do: 'command', command: { type: 'note', text: fill(text) } }),
});
