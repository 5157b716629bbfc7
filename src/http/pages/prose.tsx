import { hiddenHost, type Passage, passagesOf } from '../../words/web-addresses.ts';
import { bytesInPage, fitting } from './words.ts';

/** What a link takes besides its address, which stands in it twice. */
const LINK_BYTES = '<a href="" rel="noreferrer"></a>'.length;

/** What somebody wrote in several lines, with its web addresses as links; as much of it as takes `room` bytes. */
export function Prose({ text, room }: { text: string; room: number }) {
  return (
    <p class="prose">
      {passages(text, room).map(({ words, isAddress }) =>
        isAddress ? (
          <>
            <a href={words} rel="noreferrer">
              {words}
            </a>
            {hostBeside(words)}
          </>
        ) : (
          words
        ),
      )}
    </p>
  );
}

/** The bytes that `Prose` takes for a text, or more than `room` if it takes more. */
export function proseBytes(text: string, room: number): number {
  return passagesOf(beginning(text, room)).reduce((sum, passage) => sum + bytesOf(passage), 0);
}

function passages(text: string, room: number): Passage[] {
  const shown: Passage[] = [];
  let left = room;
  for (const passage of passagesOf(beginning(text, room))) {
    const bytes = bytesOf(passage);
    // Half an address would lead elsewhere.
    if (bytes > left)
      return [...shown, { words: passage.isAddress ? '…' : fitting(passage.words, left), isAddress: false }];
    shown.push(passage);
    left -= bytes;
  }
  return shown;
}

/** All that can matter where there is so much room: a character takes a byte at least. */
function beginning(text: string, room: number): string {
  return text.slice(0, room + 1);
}

/** Where an address leads that reads as if it led elsewhere. */
function hostBeside(address: string): string {
  const host = hiddenHost(address, address);
  return host === null ? '' : ` (${host})`;
}

function bytesOf({ words, isAddress }: Passage): number {
  return isAddress ? 2 * bytesInPage(words) + LINK_BYTES + bytesInPage(hostBeside(words)) : bytesInPage(words);
}
