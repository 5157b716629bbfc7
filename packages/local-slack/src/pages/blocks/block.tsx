import { raw } from 'hono/html';
import { micromark } from 'micromark';
import type { Block, InputBlock } from '../../block-kit/blocks.ts';
import type { AnyText } from '../../block-kit/text.ts';
import { plainWords, Text } from '../text/text.tsx';
import { Element } from './element.tsx';
import { isLong, LongText } from './long-text.tsx';
import { Picture } from './picture.tsx';
import { RichText } from './rich-text.tsx';
import type { Spot } from './spot.ts';
import { Table } from './table.tsx';

interface BlockProps<Kind extends Block = Block> {
  spot: Spot;
  block: Kind;
}

type Only<Type extends Block['type']> = BlockProps<Extract<Block, { type: Type }>>;

/** https://docs.slack.dev/reference/block-kit/blocks */
export function Blocks({ spot, blocks }: { spot: Spot; blocks: readonly Block[] }) {
  return (
    <div class="blocks">
      {blocks.map((block) => (
        <OneBlock spot={spot} block={block} />
      ))}
    </div>
  );
}

function OneBlock({ spot, block }: BlockProps) {
  switch (block.type) {
    case 'section':
      return <Section spot={spot} block={block} />;
    case 'header':
      return <h3 class="b-header">{plainWords(block.text)}</h3>;
    case 'context':
      return <Context spot={spot} block={block} />;
    case 'actions':
      return (
        <div class="b-actions">
          {block.elements.map((element) => (
            <Element spot={spot} block={block} element={element} />
          ))}
        </div>
      );
    case 'divider':
      return <hr class="b-divider" />;
    case 'image':
      return (
        <figure class="b-image">
          {block.title && <figcaption>{plainWords(block.title)}</figcaption>}
          <Picture url={block.image_url} description={block.alt_text} />
        </figure>
      );
    case 'rich_text':
      return <RichText viewer={spot.viewer} block={block} />;
    case 'markdown':
      // micromark writes safe HTML: tags in the text are escaped, addresses other than web ones dropped.
      return <div class="b-markdown">{raw(micromark(block.text))}</div>;
    case 'table':
      return <Table spot={spot} block={block} />;
    case 'input':
      return <Input spot={spot} block={block} />;
  }
}

function Section({ spot, block }: Only<'section'>) {
  const { text, fields, accessory } = block;
  return (
    <div class="b-section">
      <div class="b-section-words">
        {text && <SectionText spot={spot} block={block} text={text} />}
        {fields && (
          <div class="b-fields">
            {fields.map((field) => (
              <div class="prose">
                <Text viewer={spot.viewer} text={field} />
              </div>
            ))}
          </div>
        )}
      </div>
      {accessory && (
        <div class="b-accessory">
          {accessory.type === 'image' ? (
            <Picture url={accessory.image_url} description={accessory.alt_text} />
          ) : (
            <Element spot={spot} block={block} element={accessory} />
          )}
        </div>
      )}
    </div>
  );
}

/** In messages, Slack cuts what is long, unless the app says that it always be expanded. */
function SectionText({ spot, block, text }: Only<'section'> & { text: AnyText }) {
  const words = <Text viewer={spot.viewer} text={text} />;
  const isCut = 'message' in spot.surface && !block.expand && isLong(text.text);
  return isCut ? <LongText>{words}</LongText> : <div class="prose">{words}</div>;
}

function Context({ spot, block }: Only<'context'>) {
  return (
    <div class="b-context">
      {block.elements.map((element) =>
        element.type === 'image' ? (
          <Picture url={element.image_url} description={element.alt_text} isSmall />
        ) : (
          <span class="prose">
            <Text viewer={spot.viewer} text={element} />
          </span>
        ),
      )}
    </div>
  );
}

function Input({ spot, block }: BlockProps<InputBlock>) {
  const { element, label, hint, optional } = block;
  const id = spot.idOf(element);
  const error = spot.errorAt(block.block_id);
  return (
    <div class={error === undefined ? 'b-input' : 'b-input wrong'}>
      <label id={`${id}-label`} for={id}>
        {plainWords(label)}
        {optional && <span class="optional"> (optional)</span>}
      </label>
      <Element spot={spot} block={block} element={element} />
      {error !== undefined && (
        <p id={`${id}-error`} class="input-error">
          {error}
        </p>
      )}
      {hint && (
        <p id={`${id}-hint`} class="hint">
          {plainWords(hint)}
        </p>
      )}
    </div>
  );
}
