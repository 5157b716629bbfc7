import type { Interactive } from '../../block-kit/blocks.ts';
import { Button, Overflow } from './button.tsx';
import { Choices } from './choices.tsx';
import { ExternalMenu } from './external.tsx';
import { FileInput } from './file-input.tsx';
import type { Held } from './held.ts';
import { Picker, TextInput } from './inputs.tsx';
import { SelectMenu } from './selects.tsx';

/** Any element that people can act on (https://docs.slack.dev/reference/block-kit/block-elements). */
export function Element({ spot, block, element }: Held<Interactive>) {
  switch (element.type) {
    case 'button':
      return <Button spot={spot} block={block} element={element} />;
    case 'overflow':
      return <Overflow spot={spot} block={block} element={element} />;
    case 'checkboxes':
    case 'radio_buttons':
      return <Choices spot={spot} block={block} element={element} />;
    case 'datepicker':
    case 'timepicker':
    case 'datetimepicker':
      return <Picker spot={spot} block={block} element={element} />;
    case 'plain_text_input':
    case 'number_input':
    case 'email_text_input':
    case 'url_text_input':
    case 'rich_text_input':
      return <TextInput spot={spot} block={block} element={element} />;
    case 'external_select':
    case 'multi_external_select':
      return <ExternalMenu spot={spot} block={block} element={element} />;
    case 'file_input':
      return <FileInput spot={spot} block={block} element={element} />;
    default:
      return <SelectMenu spot={spot} block={block} element={element} />;
  }
}
