import type { KnownBlock } from '@slack/types';
import { actions, button, context } from '../../cards/blocks.ts';

export const REFRESH = 'admin_refresh_channels';

/** What stands under the fields for channels of a form. */
export function missingChannel(): KnownBlock[] {
  return [
    context(
      'Public channels are offered, and those private ones that you and I are in. Not there? Write `/invite @OpsKnight` in the channel, then press Refresh.',
    ),
    actions(button(REFRESH, 'Refresh', 'channels')),
  ];
}
