import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { Tamer, tamed, tamedObject } from '../../../src/slack/cards/tamed-blocks.ts';
import { runs } from '../../runs.ts';

test.each([
  ['*bold* _it_ `code`', '*bold* _it_ `code`'],
  ['a < b && c > d', 'a &lt; b &amp;&amp; c &gt; d'],
  ['a &lt; b &amp; c', 'a &lt; b &amp; c'],
  ['<https://ci.example.com/1?a=1&b=2|build>', '<https://ci.example.com/1?a=1&amp;b=2|build>'],
  ['<https://ci.example.com>', '<https://ci.example.com>'],
  ['<mailto:jane@example.com|Jane>', '<mailto:jane@example.com|Jane>'],
  ['<#C0123456789>', '<#C0123456789>'],
  ['<!date^1392734382^{date}|then>', '<!date^1392734382^{date}|then>'],
  ['<!channel> <!here|here> <!everyone>', '&lt;!channel&gt; &lt;!here|here&gt; &lt;!everyone&gt;'],
  [
    '<!subteam^S0123|ops> <@U0123456> <@W0123456|jane>',
    '&lt;!subteam^S0123|ops&gt; &lt;@U0123456&gt; &lt;@W0123456|jane&gt;',
  ],
  ['<<!channel>>', '&lt;&lt;!channel&gt;&gt;'],
  ['<javascript:alert(1)|x>', '&lt;javascript:alert(1)|x&gt;'],
])('of what somebody wrote as mrkdwn, links and formats stay, and nobody is mentioned: %s', (text, expected) => {
  expect(tamed(text)).toBe(expected);
  expect(tamed(tamed(text))).toBe(expected);
});

test('a bare @here is no mention either', () => {
  expect(tamedObject({ type: 'mrkdwn', text: 'hey @here' })).toEqual({
    type: 'mrkdwn',
    text: 'hey @here',
    verbatim: true,
  });
  expect(tamedObject({ type: 'mrkdwn', text: 'to jane@example.com' })).not.toHaveProperty('verbatim');
  expect(new Tamer().blocks([{ type: 'markdown', text: 'hey @here' }])).toEqual([
    { type: 'markdown', text: 'hey @\u2060here' },
  ]);
});

test('whatever comes, it ends, and mentions nobody', () => {
  const piece = fc.constantFrom('<', '>', '!channel', '@U0123456', '&', '|', 'https://a.b', '&lt;', ' ', '\n', 'x');
  fc.assert(
    fc.property(fc.array(piece, { maxLength: 40 }), (pieces) => {
      expect(tamed(pieces.join(''))).not.toMatch(/<[!@]/);
    }),
    runs(200),
  );
});

test('what is in attachments is tame as well', () => {
  const tamer = new Tamer();
  const attachment = {
    text: '<!here>',
    fields: [{ title: '<!here>', value: '<@U0123456>' }],
    title_link: 'https://x.example/?a=1&b=2',
    blocks: [{ type: 'section', text: { type: 'mrkdwn', text: '<!channel>' } }],
  };
  expect(tamer.attachments([attachment])).toEqual([
    {
      text: '&lt;!here&gt;',
      fields: [{ title: '&lt;!here&gt;', value: '&lt;@U0123456&gt;' }],
      title_link: 'https://x.example/?a=1&b=2',
      blocks: [{ type: 'section', text: { type: 'mrkdwn', text: '&lt;!channel&gt;' } }],
    },
  ]);
  expect(tamer.issues).toEqual([]);
});
