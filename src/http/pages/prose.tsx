/** An address in text, without the punctuation that ends a sentence. */
const ADDRESS = /(https?:\/\/[^\s<>"]*[^\s<>".,;:!?)\]}'*_~])/;

/** What somebody wrote in several lines, with its web addresses as links. */
export function Prose({ text }: { text: string }) {
  // Splitting by a group keeps what it matches, at the odd places.
  const parts = text.split(ADDRESS);
  return (
    <p class="prose">
      {parts.map((part, index) =>
        index % 2 === 0 ? (
          part
        ) : (
          <a href={part} rel="noreferrer">
            {part}
          </a>
        ),
      )}
    </p>
  );
}
