import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import MarkdownIt from 'markdown-it';
import { fingerprint } from '../../src/incidents/seen-fields.ts';
import { asMarkdown } from '../../src/lib/markdown.ts';
import type { PersonActor } from '../../src/people/actor.ts';
import { edit, publish, review } from '../../src/post-mortems/change.ts';
import { excess, markdownOf, numbered, partsOf, rewritten } from '../../src/post-mortems/document.ts';
import { MAX_SECTION, type PostMortem } from '../../src/post-mortems/types.ts';

const JANE: PersonActor = { kind: 'person', connectionId: 1, slackUserId: 'UJANE', name: 'jane', userId: 1 };
const BOB: PersonActor = { ...JANE, slackUserId: 'UBOB', name: 'bob', userId: 2 };

const begun: PostMortem = {
  incidentNumber: 42,
  version: 1,
  state: 'draft',
  sections: numbered(partsOf('# INC-42\n\n## Impact\n\nNone.\n\n## Lessons\n\nTest restores.')),
  begun: { by: JANE, at: 0 },
  edited: { by: JANE, at: 0 },
  reviewed: null,
  published: null,
  refusal: null,
};

const touch = (id: number, seen: string, text: string) => ({ id, seen: fingerprint(seen), text });

describe('parts', () => {
  test('headings of the second level begin them, outside of code; together they are the whole again', () => {
    const text = '# Title\n\nWords\n\n## One\n\n```\n## no heading\n```\n\n### Deeper\n\n## Two ##\n\n- a\n';
    expect(partsOf(text)).toEqual([
      { heading: '', text: '# Title\n\nWords' },
      { heading: 'One', text: '```\n## no heading\n```\n\n### Deeper' },
      { heading: 'Two', text: '- a' },
    ]);
    expect(markdownOf({ sections: numbered(partsOf(text)) })).toBe(text.replace('Two ##', 'Two'));
  });

  test('a heading that somebody writes into a part begins another one behind it; the others keep their ids', () => {
    const [first, impact, lessons] = begun.sections;
    const sections = rewritten(begun.sections, 2, 'Some.\n\n## Follow-up\n\nLater');
    expect(sections).toEqual([
      first,
      { ...impact, text: 'Some.' },
      { id: 4, heading: 'Follow-up', text: 'Later' },
      lessons,
    ]);
  });

  test('more than fits is said', () => {
    expect(excess(begun.sections)).toBeNull();
    expect(excess(rewritten(begun.sections, 2, 'x'.repeat(MAX_SECTION + 1)))).toMatch(/“Impact” has 10001 characters/);
    const many = Array.from({ length: 41 }, (_, index) => `## ${index}`).join('\n');
    expect(excess(rewritten(begun.sections, 2, many))).toMatch(/There are 44 parts, and 40 fit/);
  });
});

describe('two people at once', () => {
  test('who edit different parts both have theirs', () => {
    const one = edit(begun, [touch(2, 'None.', 'Some'), touch(3, 'Test restores.', 'Test restores.')], JANE, 1);
    if (!one.ok) throw new Error('the first edit was refused');
    const other = edit(one.postMortem, [touch(2, 'None.', 'None.'), touch(3, 'Test restores.', 'More')], BOB, 2);
    expect(other.ok && other.postMortem.sections.map(({ text }) => text)).toEqual(['# INC-42', 'Some', 'More']);
    expect(other.ok && other.postMortem.edited).toEqual({ by: BOB, at: 2 });
  });

  test('who edit the same one: the second is told, and nothing of theirs is kept', () => {
    const one = edit(begun, [touch(2, 'None.', 'Some')], JANE, 1);
    const other = one.ok && edit(one.postMortem, [touch(2, 'None.', 'A few'), touch(3, 'Test restores.', 'x')], BOB, 2);
    expect(other).toEqual({ ok: false, refusal: { reason: 'changed_meanwhile', sections: [2] } });
  });
});

test('it is published once it is reviewed as it is; what is edited is a draft again; and one press is one publication', () => {
  const asked = { version: 1, target: '#leads' };
  expect(publish(begun, asked, JANE, 1)).toEqual({ ok: false, refusal: { reason: 'not_reviewed' } });
  const reviewed = review(begun, 1, BOB, 1);
  if (!reviewed.ok) throw new Error('not reviewed');
  expect(reviewed.postMortem).toMatchObject({ state: 'reviewed', version: 2, reviewed: { by: BOB, at: 1 } });
  expect(review(reviewed.postMortem, 1, JANE, 2).ok).toBe(false);
  const published = publish(reviewed.postMortem, { ...asked, version: 2 }, JANE, 2);
  if (!published.ok) throw new Error('not published');
  expect(published.postMortem).toMatchObject({ state: 'published', version: 3 });
  expect(publish(published.postMortem, { ...asked, version: 2 }, JANE, 3)).toEqual({
    ok: false,
    refusal: { reason: 'another_version' },
  });
  const edited = edit(published.postMortem, [touch(2, 'None.', 'Some')], JANE, 4);
  expect(edited.ok && edited.postMortem).toMatchObject({
    state: 'draft',
    reviewed: null,
    published: { target: '#leads' },
  });
});

test('text from outside shows in Markdown as it is written', () => {
  const markdown = new MarkdownIt({ html: false });
  const decode = (html: string) =>
    html
      .replace(/&lt;/g, '<')
      .replace(/&gt;/g, '>')
      .replace(/&quot;/g, '"')
      .replace(/&amp;/g, '&');
  const shows = (text: string) => {
    const html = markdown.render(`- x ${asMarkdown(text, 500)}`).trim();
    expect(decode(html)).toBe(`${`<ul>\n<li>x ${text.replace(/\s+/g, ' ').trim()}`.trimEnd()}</li>\n</ul>`);
  };
  for (const text of [
    '<!channel> __init__ *.acme.com',
    '[a](javascript:x) ![b](c)',
    '~~x~~ `y` \\z',
    '&amp; # 1. - +',
  ]) {
    shows(text);
  }
  fc.assert(fc.property(fc.string({ unit: 'grapheme-ascii', maxLength: 60 }), shows), { numRuns: 200 });
});
