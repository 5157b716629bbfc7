import type { Interactive } from '../../block-kit/blocks.ts';
import { DEFAULT_MIN_QUERY_LENGTH, type Suggestion } from '../../block-kit/external.ts';
import { isJsonObject } from '../../json.ts';
import { render } from '../live/render.ts';
import { plainWords } from '../text/text.tsx';
import { type Held, namingOf } from './held.ts';
import { type Choice, Menu, Options } from './menu.tsx';
import { chosenValues } from './selects.tsx';

type ExternalElement = Extract<Interactive, { type: 'external_select' | 'multi_external_select' }>;

const choiceOf = ({ value, text, description }: Suggestion): Choice => ({
  value,
  text: plainWords(text),
  description: description && plainWords(description),
});

/** What is chosen stays on the menu, whatever the app offers next. */
function chosenChoices(state: Record<string, unknown> | undefined): Choice[] {
  const held = [state?.selected_option, state?.selected_options].flat();
  return held.flatMap((one) => {
    if (!isJsonObject(one) || typeof one.value !== 'string' || !isJsonObject(one.text)) return [];
    return [{ value: one.value, text: String(one.text.text) }];
  });
}

/** A menu whose options the app is asked for while somebody types (`menus.js` sends what is typed). */
export function ExternalMenu(held: Held<ExternalElement>) {
  const { spot, block, element } = held;
  const isMulti = element.type === 'multi_external_select';
  const state = spot.valueOf(element, block.block_id);
  return (
    <Menu
      viewer={spot.viewer}
      naming={namingOf(held)}
      placeholder={element.placeholder ? plainWords(element.placeholder) : 'Search'}
      choices={chosenChoices(state)}
      chosen={chosenValues(state)}
      multiple={isMulti ? { max: element.max_selected_items ?? Number.POSITIVE_INFINITY } : undefined}
      askedFrom={element.min_query_length ?? DEFAULT_MIN_QUERY_LENGTH}
      confirm={element.confirm}
    />
  );
}

/** What stands in the open menu once the app has answered. */
export function offeredOptions(options: readonly Suggestion[] | undefined): string {
  if (options === undefined) return render(<p class="popup-empty">The app did not answer. Try again.</p>);
  if (options.length === 0) return render(<p class="popup-empty">No results</p>);
  return render(<Options choices={options.map(choiceOf)} chosen={[]} />);
}
