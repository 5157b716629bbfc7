import type { MessageSeed } from 'local-slack';

/* What people said in the channels before the demo begins. */

const HOUR = 60;
const DAY = 24 * HOUR;

export const SMALL_TALK: MessageSeed[] = [
  {
    by: 'alice',
    text: 'The new office plants have names now. The big one is called *Backlog*.',
    minutesAgo: 2 * DAY + 3 * HOUR,
    reactions: { joy: ['jane', 'bob', 'carol'], seedling: ['victor'] },
  },
  {
    by: 'victor',
    text: 'Quarterly review is on Thursday. Please have your numbers ready; the insights page has most of them.',
    minutesAgo: DAY + 5 * HOUR,
    reactions: { '+1': ['jane', 'alice'] },
  },
  {
    by: 'carol',
    text: 'Good morning from Tokyo :wave: Anybody still awake?',
    minutesAgo: 9 * HOUR,
    replies: [
      { by: 'bob', text: 'Barely. I am on call.', minutesAgo: 9 * HOUR - 4 },
      { by: 'carol', text: 'Sleep well then, it has been quiet', minutesAgo: 9 * HOUR - 6 },
    ],
  },
];

export const PAYMENT_TALK: MessageSeed[] = [
  {
    by: 'bob',
    text: 'The pool is at 150 now. If it runs full again, it is the nightly report: kill it, it starts over by itself.',
    minutesAgo: DAY + 2 * HOUR,
    reactions: { pray: ['jane'] },
    replies: [
      { by: 'jane', text: 'Which user does it run as?', minutesAgo: DAY + 2 * HOUR - 3 },
      { by: 'bob', text: '`reporting`. I have put it into the runbook.', minutesAgo: DAY + 2 * HOUR - 5 },
      { by: 'jane', text: 'Thanks!', minutesAgo: DAY + 2 * HOUR - 6 },
    ],
  },
  {
    by: 'jane',
    text: "Release 4.18 goes out at ten. I'll watch the error rate for the first hour.",
    minutesAgo: 3 * HOUR,
  },
  { by: 'bob', text: 'Looks good from here so far', minutesAgo: 2 * HOUR + 20, reactions: { tada: ['jane', 'alice'] } },
];

export const INCIDENT_TALK: MessageSeed[] = [
  {
    by: 'alice',
    text: "I'm taking over the search cluster until Friday. `/opsknight oncall` shows it, too.",
    minutesAgo: DAY + HOUR,
    reactions: { eyes: ['bob'] },
  },
  {
    by: 'bob',
    text: 'Does anybody mind if disk alerts of web-3 become LOW? We never did anything about them at night.',
    minutesAgo: 5 * HOUR,
    replies: [{ by: 'alice', text: 'Please do', minutesAgo: 5 * HOUR - 7 }],
  },
];

export const LEADS_TALK: MessageSeed[] = [
  { by: 'jane', text: 'Bob had three pages in one night. Can we give him Friday off?', minutesAgo: 7 * HOUR },
  { by: 'alice', text: "Of course. I'll cover for him.", minutesAgo: 7 * HOUR - 12, reactions: { heart: ['jane'] } },
];
