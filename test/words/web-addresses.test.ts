import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { hiddenHost, passagesOf } from '../../src/words/web-addresses.ts';
import { runs } from '../runs.ts';

const addressesIn = (text: string) => passagesOf(text).flatMap(({ words, isAddress }) => (isAddress ? [words] : []));

describe('the web addresses of a text', () => {
  test.each([
    ['See https://a.example/x, then (http://b.example).', ['https://a.example/x', 'http://b.example']],
    ['[https://bank.example](https://evil.example)', ['https://bank.example', 'https://evil.example']],
    ['<https://evil.example|https://bank.example>', ['https://evil.example|https://bank.example']],
    ['https://evil.example\\@bank.example', ['https://evil.example']],
    ['https://wiki.example/Foo_(bar)?a=b|c', ['https://wiki.example/Foo_(bar)?a=b|c']],
    ['http://[::1]:9090/graph', ['http://[::1]:9090/graph']],
    ['https:// and http://. and https://…', []],
    ['javascript:alert(1) ftp://x.example', []],
  ])('in %j', (text, found) => {
    expect(addressesIn(text)).toEqual(found.filter((address) => URL.canParse(address)));
  });

  test('are passages of it, which together are the text', () => {
    const piece = fc.constantFrom('https://', 'a.example', '](', '@', '\\', '|', ' ', '.', ')', '[::1]', 'ä', '…');
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 20 }), (pieces) => {
        const text = pieces.join('');
        const passages = passagesOf(text);
        expect(passages.map(({ words }) => words).join('')).toBe(text);
        for (const address of addressesIn(text)) expect(URL.canParse(address)).toBe(true);
      }),
      runs(),
    );
  });
});

describe('the host beside a link', () => {
  test.each<[label: string, url: string, host: string | null]>([
    ['prometheus', 'https://monitor.example/x', null],
    ['Open in monitor', 'https://monitor.example/x', null],
    ['monitor.example', 'https://monitor.example/x', null],
    ['https://MONITOR.example/y?z', 'https://monitor.example/x', null],
    ['monitor.example:9090', 'https://monitor.example:9090', null],
    ['monitor.example', 'https://monitor.example:9090', null],
    ['https://bank.example', 'https://evil.example/', 'evil.example'],
    ['bank.example', 'https://evil.example/', 'evil.example'],
    ['www.bank.example/login', 'https://evil.example:8443/', 'evil.example:8443'],
    ['bank。example', 'https://evil.example/', 'evil.example'],
    ['bank․example', 'https://evil.example/', 'evil.example'],
    ['bank:443', 'https://evil.example/', 'evil.example'],
    ['https://bank.example@evil.example/', 'https://bank.example@evil.example/', 'evil.example'],
    ['https://evil.example\\@bank.example', 'https://evil.example\\@bank.example', 'evil.example'],
    ['https://bаnk.example/', 'https://bаnk.example/', 'xn--bnk-6cd.example'],
    ['https://bank.example', 'not an address', null],
  ])('%j to %j: %j', (label, url, host) => {
    expect(hiddenHost(label, url)).toBe(host);
  });
});
