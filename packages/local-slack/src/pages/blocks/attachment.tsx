import type { Attachment } from '../../block-kit/message.ts';
import { safeAddress } from '../text/links.ts';
import { Mrkdwn, Outbound } from '../text/mrkdwn.tsx';
import type { Viewer } from '../viewer.ts';
import { Blocks } from './block.tsx';
import { isLong, LongText } from './long-text.tsx';
import { Picture } from './picture.tsx';
import type { Spot } from './spot.ts';

interface AttachmentProps {
  spot: Spot;
  attachment: Attachment;
}

/** A part of a message with a bar in the color that the app chose. */
export function AttachmentPart({ spot, attachment }: AttachmentProps) {
  const { color = 'dddddd', pretext, blocks = [] } = attachment;
  return (
    <>
      {pretext && (
        <div class="prose">
          <Mrkdwn viewer={spot.viewer} text={pretext} />
        </div>
      )}
      <div class="attachment">
        <svg class="attachment-bar" aria-hidden="true">
          <rect width="100%" height="100%" rx="2" fill={`#${color}`} />
        </svg>
        <div class="attachment-body">
          <LegacyParts viewer={spot.viewer} attachment={attachment} />
          {blocks.length > 0 && <Blocks spot={spot} blocks={blocks} />}
        </div>
      </div>
    </>
  );
}

function AttachmentText({ viewer, text }: { viewer: Viewer; text: string }) {
  const words = <Mrkdwn viewer={viewer} text={text} />;
  return isLong(text) ? <LongText>{words}</LongText> : <div class="prose">{words}</div>;
}

/** The members of an attachment from before there were blocks (https://docs.slack.dev/legacy/legacy-messaging/legacy-secondary-message-attachments). */
function LegacyParts({ viewer, attachment }: { viewer: Viewer; attachment: Attachment }) {
  const { author_name: author, title, title_link: link, text, fields = [], image_url: image, footer } = attachment;
  const href = link === undefined ? undefined : safeAddress(link);
  return (
    <>
      {author && <small>{author}</small>}
      {title && <b>{href ? <Outbound href={href}>{title}</Outbound> : title}</b>}
      {text && <AttachmentText viewer={viewer} text={text} />}
      {fields.length > 0 && (
        <div class="b-fields">
          {fields.map((field) => (
            <div class={field.short ? 'prose' : 'prose wide'}>
              <b>{field.title}</b>
              <br />
              <Mrkdwn viewer={viewer} text={field.value} />
            </div>
          ))}
        </div>
      )}
      {image && (
        <figure class="b-image">
          <Picture url={image} description={attachment.fallback ?? ''} />
        </figure>
      )}
      {footer && <small class="footer">{footer}</small>}
    </>
  );
}
