import { z } from 'zod';

/**
 * A string of `min` to `max` characters, counted in UTF-16 units, so that an emoji counts as two or more. Slack does not
 * say how it counts; this is the reading under which no text that passes here can be too long there. (zod's own `max`
 * counts code points.)
 */
export function bounded(min: number, max: number) {
  return z.string().check((context) => {
    const { value } = context;
    const common = { origin: 'string', inclusive: true, input: value } as const;
    if (value.length > max) context.issues.push({ code: 'too_big', maximum: max, ...common });
    if (value.length < min) context.issues.push({ code: 'too_small', minimum: min, ...common });
  });
}
