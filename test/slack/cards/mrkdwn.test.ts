import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { asTyped, cut, link, mrkdwn } from '../../../src/slack/cards/mrkdwn.ts';
import { oneLine } from '../../../src/words/text.ts';
import { runs } from '../../runs.ts';
import { nastyText, nastyUrl } from './nasty.ts';

describe('mrkdwn', () => {
  it('escapes what Slack gives a meaning to, and nothing else', () => {
    expect(mrkdwn(`<!channel> & <@U1>, we can't "stop"`)).toBe(`&lt;!channel&gt; &amp; &lt;@U1&gt;, we can't "stop"`);
  });

  it('drops control characters, lone surrogates and marks that turn the reading direction', () => {
    expect(mrkdwn('a\u0000b\u001b[31mc\ud800d\u202ee\r\nf\tg')).toBe('ab[31mcde\nf\tg');
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

  it('undoes mrkdwn', () => {
    fc.assert(
      fc.property(nastyText, (text) => expect(asTyped(mrkdwn(text))).toBe(asTyped(mrkdwn(asTyped(mrkdwn(text)))))),
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
        expect(mrkdwn(result).length).toBeLessThanOrEqual(limit);
        expect(result).not.toMatch(/\p{Cs}/u);
        expect(mrkdwn(text).startsWith(mrkdwn(result.replace(/…$/, '')))).toBe(true);
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
      '<https://a.example/x%7Cy%3E%20z?q=a&amp;b|one¦two three&gt;>',
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
