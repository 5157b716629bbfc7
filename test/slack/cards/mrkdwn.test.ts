import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { asTyped, cut, isolated, link, mrkdwn } from '../../../src/slack/cards/mrkdwn.ts';
import { fallbackText } from '../../../src/slack/cards/rich-text.ts';
import { clean, oneLine } from '../../../src/words/text.ts';
import { runs } from '../../runs.ts';
import { nastyText, nastyUrl } from './nasty.ts';

/** Slack spells `&`, `<` and `>` as entities. */
function asSlackCounts(text: string): number {
  return text.replace(/&/g, '&amp;').replace(/[<>]/g, '&lt;').length;
}

describe('mrkdwn', () => {
  it('spells what is markup as entities, and nothing else', () => {
    expect(mrkdwn('*.acme.com | `x`')).toBe('&#42;.acme.com &#124; &#96;x&#96;');
    expect(mrkdwn(`<!channel> & <@U1>, we can't "stop"`)).toBe(`&lt;!channel&gt; &amp; &lt;@U1&gt;, we can't "stop"`);
  });

  it('drops control characters, lone surrogates and marks that turn the reading direction', () => {
    expect(mrkdwn('a\u0000b\u001b[31mc\ud800d\u202ee\r\nf\tg')).toBe('ab[31mcde\nf\tg');
  });

  it('keeps the direction of lines that are read from right to left to themselves', () => {
    expect(mrkdwn('שלום INC-1\nplain')).toBe('\u2068שלום INC-1\u2069\nplain');
  });

  it('keeps emoji and accents', () => {
    expect(mrkdwn('👩‍👩‍👧‍👦 naïve e\u0301 🇩🇪')).toBe('👩‍👩‍👧‍👦 naïve e\u0301 🇩🇪');
  });
});

describe('asTyped', () => {
  it('gives back what a person typed into a slash command', () => {
    expect(asTyped('can&amp;t &lt;b&gt; &amp;lt;')).toBe('can&t <b> &lt;');
  });

  it('shows mentions, channels, calls and links by their names', () => {
    expect(
      asTyped('<@U1|jane> in <#C1|general> and <#C2|>: <https://a.example/b|a.example/b> <https://c.example> <!here>'),
    ).toBe('@jane in #general and #C2: a.example/b https://c.example @here');
  });

  it('undoes what Slack escapes', () => {
    fc.assert(
      fc.property(nastyText, (text) => expect(asTyped(fallbackText(mrkdwn(text)))).toBe(isolated(clean(text)))),
      runs(),
    );
  });
});

describe('cut', () => {
  it('leaves what fits', () => {
    expect(cut('exactly ten', 11)).toBe('exactly ten');
  });

  it('ends what does not fit with …', () => {
    expect(cut('one two three', 8)).toBe('one two…');
  });

  it('counts what escaping adds', () => {
    expect(mrkdwn(cut('&&&', 11))).toBe('&amp;&amp;…');
    expect(mrkdwn(cut('&&&', 10))).toBe('&amp;…');
    expect(mrkdwn(cut('&&&', 15))).toBe('&amp;&amp;&amp;');
  });

  it('does not cut through an emoji, a flag or an accent', () => {
    expect(cut('ab👩‍👩‍👧‍👦', 12)).toBe('ab…');
    expect(cut('ab🇩🇪cd', 6)).toBe('ab…');
    expect(cut('abe\u0301cd', 4)).toBe('ab…');
  });

  it('cuts between code points when one character alone is too long', () => {
    expect(cut(`e${'\u0301'.repeat(5_000)}`, 10)).toBe(`e${'\u0301'.repeat(8)}…`);
  });

  it('holds the limit and stays well-formed, whatever comes', () => {
    fc.assert(
      fc.property(nastyText, fc.integer({ min: 1, max: 200 }), (text, limit) => {
        const result = cut(text, limit);
        expect(asSlackCounts(result)).toBeLessThanOrEqual(limit);
        expect(result).not.toMatch(/\p{Cs}/u);
        expect(clean(text).startsWith(result.replace(/…$/, ''))).toBe(true);
      }),
      runs(),
    );
  });

  it('takes a megabyte of & in its stride', () => {
    expect(mrkdwn(cut('&'.repeat(1_000_000), 3_000))).toHaveLength(2_996);
  });
});

describe('oneLine', () => {
  it('makes one line of several', () => {
    expect(oneLine(' Disk full\r\n\ton  db-3 \n')).toBe('Disk full on db-3');
  });
});

describe('link', () => {
  it('links a title to a page', () => {
    expect(link('https://opsknight.example.com/incidents/42', 'INC-42: a < b')).toBe(
      '<https://opsknight.example.com/incidents/42|INC-42: a &lt; b>',
    );
  });

  it('survives a label and an address that would break out of it', () => {
    expect(link('https://a.example/x|y> z?q=a&b', 'one|two\nthree>')).toBe(
      '<https://a.example/x%7Cy%3E%20z?q=a&amp;b|one&#124;two three&gt;>',
    );
  });

  it('shows only the label when the address is not a web page', () => {
    expect(link('javascript:alert(1)', 'Grafana')).toBe('Grafana');
    expect(link('not an address', 'Grafana')).toBe('Grafana');
    expect(link(`https://a.example/${'x'.repeat(3_000)}`, 'Grafana')).toBe('Grafana');
    expect(link(null, 'Grafana')).toBe('Grafana');
  });

  it('is either a whole link or no link at all', () => {
    fc.assert(
      fc.property(nastyUrl, nastyText, (url, label) => {
        expect(link(url, label)).toMatch(/^(?:<https?:\/\/[^<>|\s]+\|[^<>|\n]+>|[^<>|]*)$/);
      }),
      runs(),
    );
  });
});
