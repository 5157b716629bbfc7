import type { FileInputElement } from '../../block-kit/file-input.ts';
import { isJsonObject } from '../../json.ts';
import { type Held, namingOf } from './held.ts';

/** A field for files; `attach.js` sends each as soon as it is chosen. */
export function FileInput(held: Held<FileInputElement>) {
  const { spot, block, element } = held;
  const files = spot.valueOf(element, block.block_id)?.files;
  const names = Array.isArray(files) ? files.filter(isJsonObject).map(({ name }) => String(name)) : [];
  return (
    <div class="file-input">
      {names.length > 0 && (
        <ul>
          {names.map((name) => (
            <li>{name}</li>
          ))}
        </ul>
      )}
      <input
        {...namingOf(held)}
        type="file"
        data-attach
        multiple={element.max_files > 1}
        accept={element.filetypes?.map((one) => `.${one}`).join(',')}
      />
    </div>
  );
}
