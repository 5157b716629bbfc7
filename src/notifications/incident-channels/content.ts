/** What the channel of an incident's own is given. */
export interface OwnChannelContent {
  name: string;
  /** With what Slack spells as entities. */
  purpose: string;
  topic: string;
  bookmarks: { title: string; link: string }[];
}
