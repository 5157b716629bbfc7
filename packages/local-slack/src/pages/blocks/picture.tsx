import { Icon } from '../frame/icon.tsx';

/** Nothing is loaded from outside: an image is a frame with its description, and a link to it. */
export function Picture({
  url,
  description,
  isSmall = false,
}: {
  url: string;
  description: string;
  isSmall?: boolean;
}) {
  return (
    <a
      class={isSmall ? 'picture small' : 'picture'}
      href={url}
      target="_blank"
      rel="noopener noreferrer"
      title={`${description} (${new URL(url).host})`}
    >
      <Icon name="image" />
      <span class={isSmall ? 'unseen' : undefined}>{description}</span>
    </a>
  );
}
