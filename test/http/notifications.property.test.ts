import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { runs } from '../runs.ts';
import { startHouse } from './support.ts';

const text = fc.constantFrom(
  '',
  'x',
  '<!channel>',
  '<@U0123456>',
  '@here',
  '\ud800',
  '\u0000',
  '&lt;',
  'a'.repeat(4_000),
);
const type = fc.constantFrom(
  ...['section', 'header', 'context', 'actions', 'button', 'image', 'rich_text', 'rich_text_section', 'text', 'link'],
  ...['mrkdwn', 'plain_text', 'markdown', 'table', 'divider', 'broadcast', 'user', 'input', 'nonsense'],
);
const leaf = fc.oneof(text, fc.integer(), fc.boolean(), fc.constant(null), fc.constant('https://a.example/x'));
const members = fc.constantFrom(
  'text',
  'fields',
  'elements',
  'accessory',
  'url',
  'image_url',
  'alt_text',
  'block_id',
  'rows',
);
const { block } = fc.letrec<{ value: unknown; block: unknown }>((tie) => ({
  value: fc.oneof({ maxDepth: 5 }, leaf, tie('block'), fc.array(tie('block'), { maxLength: 3 })),
  block: fc
    .tuple(fc.option(type, { freq: 9 }), fc.dictionary(members, tie('value'), { maxKeys: 4 }))
    .map(([kind, rest]) => ({ ...(kind && { type: kind }), ...rest })),
}));
const attachment = fc.oneof(
  fc.dictionary(
    fc.constantFrom('text', 'title', 'fields', 'blocks', 'color', 'actions', 'footer', '__proto__'),
    fc.oneof(leaf, fc.array(block)),
  ),
  leaf,
);
const body = fc.record(
  {
    channel: fc.oneof(text, fc.constantFrom('#ops', 'ops', 'C0123456789', '@jane', '#')),
    message: leaf,
    priority: fc.oneof(leaf, fc.constantFrom('high', 'low')),
    blocks: fc.oneof(fc.array(fc.oneof(block, leaf), { maxLength: 5 }), leaf),
    attachments: fc.oneof(fc.array(attachment, { maxLength: 5 }), leaf),
    template: leaf,
    values: fc.oneof(fc.dictionary(text, leaf), leaf),
    create_channel: leaf,
    private: leaf,
  },
  { requiredKeys: [] },
);

test('whatever is asked to be posted, it is taken in or refused with its reasons, and mentions nobody', async () => {
  const house = await startHouse();
  await fc.assert(
    fc.asyncProperty(body, async (asked) => {
      const answer = await house.post('/api/notifications', asked);
      const said = (await answer.json()) as { id?: string; issues?: unknown[] };
      if (answer.status === 400) return expect(said.issues?.length).toBeGreaterThan(0);
      expect(answer.status).toBe(202);
      const kept = await house.notifications.get(said.id ?? '');
      expect(JSON.stringify(kept?.message)).not.toMatch(/<[!@]|"(?:broadcast|user)"/);
    }),
    runs(50),
  );
});
