/** What the channel of an incident's own is given. */
export interface OwnChannelContent {
  name: string;
  /** What it is called from now on, without a word of what it is about; null: as it is. */
  rename: string | null;
  /** With what Slack spells as entities. */
  purpose: string;
  topic: string;
  bookmarks: { title: string; link: string }[];
}
