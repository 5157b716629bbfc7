import { MARK_PRIVATE } from '../../../../words/privacy.ts';
import { ActionForm, fieldOf } from '../../forms.tsx';
import { fitting } from '../../words.ts';
import type { IncidentContent } from '../content.ts';
import { type PageAction, pathOf } from './action.ts';
import { Foldable } from './fields.tsx';

/** Bytes of a channel's name in the list. */
const MAX_NAME = 100;

/** It moves to a private channel that the visitor is in, for good. */
export const markPrivate: PageAction = {
  name: 'mark_private',
  form: (content) => (content.privateChannels === null ? null : <MarkPrivate {...content} />),
  command(form, { actor: { connectionId } }) {
    const channelId = fieldOf(form, 'channel');
    return channelId === ''
      ? { problem: 'Choose a private channel. Nothing was changed.' }
      : { type: 'mark_private', connectionId, channelId };
  },
};

function MarkPrivate(content: IncidentContent) {
  const channels = content.privateChannels ?? [];
  return (
    <Foldable id="mark-private" label={MARK_PRIVATE}>
      {channels.length === 0 ? (
        <p class="hint">
          It would move to a private channel that both you and OpsKnight are in, and there is none. Write{' '}
          <code>/invite @OpsKnight</code> in the channel, then open this page again.
        </p>
      ) : (
        <ActionForm action={pathOf(content, 'mark_private')} visitor={content.visitor}>
          <label for="private-channel">Private channel</label>
          <div class="row">
            <select id="private-channel" name="channel" required aria-describedby="private-hint">
              <option value="">Choose a channel</option>
              {channels.map(({ id, name }) => (
                <option value={id}>{fitting(name, MAX_NAME)}</option>
              ))}
            </select>
            <button type="submit">{MARK_PRIVATE}</button>
          </div>
          <p id="private-hint" class="hint">
            It can’t be made public again. Only the members of that channel see it then, and whoever was or will be
            paged for it. Elsewhere a line without its title stays; what OpsKnight has said in its threads is deleted,
            what people have written there stays.
          </p>
        </ActionForm>
      )}
    </Foldable>
  );
}
