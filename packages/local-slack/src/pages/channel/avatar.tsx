import type { Member } from '../../workspace/members.ts';
import { ASSETS } from '../assets.ts';
import type { Viewer } from '../viewer.ts';

const COLORS = 8;

/** Neighbours differ. */
function colorOf({ workspace }: Viewer, member: Member | undefined): number {
  return member ? workspace.members.all.indexOf(member) % COLORS : 0;
}

function initials(name: string): string {
  const words = name.split(/[\s._-]+/).filter((word) => word !== '');
  return [words[0], words.length > 1 ? words.at(-1) : undefined]
    .map((word) => word?.charAt(0) ?? '')
    .join('')
    .toUpperCase();
}

/** A face for everybody: the app's icon, or initials on a color of their own. */
export function Avatar({
  viewer,
  member,
  size = '',
}: {
  viewer: Viewer;
  member: Member | undefined;
  size?: '' | 'small' | 'tiny';
}) {
  if (member?.id === viewer.workspace.botUserId) return <img class={`avatar ${size}`} src={ASSETS.icon} alt="" />;
  return (
    <span class={`avatar color-${colorOf(viewer, member)} ${size}`} aria-hidden="true">
      {initials(member?.realName ?? '?')}
    </span>
  );
}
