import type { TableBlock } from '../../block-kit/table.ts';
import { RichText } from './rich-text.tsx';
import type { Spot } from './spot.ts';

/** https://docs.slack.dev/reference/block-kit/blocks/table-block: the first row is the header. */
export function Table({ spot, block }: { spot: Spot; block: TableBlock }) {
  const [header = [], ...rows] = block.rows;
  const classOf = (column: number) => {
    const { align = 'left', is_wrapped: isWrapped = false } = block.column_settings?.[column] ?? {};
    return `${align}${isWrapped ? ' wrapped' : ''}`;
  };
  const content = (cell: TableBlock['rows'][number][number]) =>
    cell.type === 'raw_text' ? cell.text : <RichText viewer={spot.viewer} block={cell} />;
  return (
    <div class="b-table" tabindex={0}>
      <table>
        <thead>
          <tr>
            {header.map((cell, column) => (
              <th scope="col" class={classOf(column)}>
                {content(cell)}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <tr>
              {row.map((cell, column) => (
                <td class={classOf(column)}>{content(cell)}</td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
