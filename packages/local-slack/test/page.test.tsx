import { describe, expect, it } from '@jest/globals';
import { startLocalSlack } from '../src/index.ts';
import { changeBetween } from '../src/pages/live/region.ts';
import { render } from '../src/pages/live/render.ts';
import { formatDate } from '../src/pages/text/dates.ts';
import { Mrkdwn } from '../src/pages/text/mrkdwn.tsx';
import { Viewer } from '../src/pages/viewer.ts';
import { MANIFEST } from './start.ts';

const NOON = Date.UTC(2026, 0, 5, 12) / 1000;

describe('dates, in the zone of whoever looks', () => {
  it.each([
    ['{date_num} {time_secs}', 'Europe/Berlin', '2026-01-05 1:00:00 PM'],
    ['{date}', 'Etc/UTC', 'January 5th, 2026'],
    ['{date_short} at {time}', 'Asia/Tokyo', 'Jan 5, 2026 at 9:00 PM'],
    ['{date_long}', 'Etc/UTC', 'Monday, January 5th, 2026'],
    ['{date_pretty} at {time}', 'America/New_York', 'Today at 7:00 AM'],
    ['since {date_short_pretty}', 'Etc/UTC', 'since today'],
    ['{ago}', 'Etc/UTC', '3 minutes ago'],
    ['{unknown}', 'Etc/UTC', '{unknown}'],
  ])('%s in %s is %s', (format, zone, expected) => {
    expect(formatDate(NOON, format, zone, (NOON + 180) * 1000)).toBe(expected);
  });

  it('knows yesterday by the clock on the wall', () => {
    const shortlyAfterMidnight = Date.UTC(2026, 0, 5, 23, 30);
    expect(formatDate(NOON, '{date_pretty}', 'Etc/UTC', shortlyAfterMidnight)).toBe('Today');
    expect(formatDate(NOON, '{date_pretty}', 'Europe/Berlin', shortlyAfterMidnight)).toBe('Yesterday');
  });
});

describe('mrkdwn', () => {
  it.each([
    ['*bold* _it_ ~gone~ `x<y`', '<b>bold</b> <i>it</i> <s>gone</s> <code>x&lt;y</code>'],
    ['&lt;b&gt; &amp; "it\'s"', '&lt;b&gt; &amp; &quot;it&#39;s&quot;'],
    ['<javascript:alert(1)|press>', '&lt;javascript:alert(1)|press&gt;'],
    ['<!date^x^{ago}|earlier>', 'earlier'],
    [':no_such_emoji: 10:30:45', '<span>:no_such_emoji:</span> 10<span>:30:</span>45'],
    ['<!here>', '<span class="mention mine">@here</span>'],
  ])('%s', async (text, expected) => {
    const slack = await startLocalSlack({ manifestPath: MANIFEST });
    const handle = slack.workspace();
    const viewer = new Viewer(handle, handle.member('jane').member, false, 'window');
    expect(render(<Mrkdwn viewer={viewer} text={text} />)).toBe(expected);
    await slack.stop();
  });
});

describe('what a window is sent', () => {
  const row = (id: string, html = id) => ({ id, html });
  const list = (...items: { id: string; html: string }[]) => [{ id: 'list', items }];

  it('is nothing when nothing has changed', () => {
    expect(changeBetween(list(row('a')), list(row('a')))).toBe('');
  });

  it('is only the row that has changed, and the one that is new', () => {
    expect(changeBetween(list(row('a'), row('b')), list(row('a', 'other'), row('b'), row('c')))).toBe(
      '<hx-partial hx-target="#a" hx-swap="outerMorph">other</hx-partial>' +
        '<hx-partial hx-target="#list" hx-swap="beforeend">c</hx-partial>',
    );
  });

  it('is the whole list when a row is gone, or when nothing was sent before', () => {
    const whole = '<hx-partial hx-target="#list" hx-swap="innerMorph">b</hx-partial>';
    expect(changeBetween(list(row('a'), row('b')), list(row('b')))).toBe(whole);
    expect(changeBetween([], list(row('b')))).toBe(whole);
  });
});
