import type { IncidentContent } from './content.ts';

/** Where people talk about it. */
export function SlackMessages({ messages }: IncidentContent) {
  if (messages.length === 0) return null;
  return (
    <section id="slack" class="card" aria-labelledby="slack-title">
      <h2 id="slack-title">In Slack</h2>
      <ul class="plain">
        {messages.map(({ channel, url }) => (
          <li>
            <a href={url} rel="noreferrer">
              {channel}
            </a>
          </li>
        ))}
      </ul>
    </section>
  );
}
