import { z } from 'zod';
import { environmentVariable, name, optional } from './values.ts';

export const MAX_SENDERS = 200;
const MAX_TOPICS = 50;

/** The ARN of a topic of Amazon SNS; with its partition and its region. */
export const SNS_TOPIC =
  /^arn:(aws|aws-cn|aws-us-gov):sns:([a-z]{2}(?:-[a-z]+)+-\d{1,2}):\d{12}:[\w-]{1,256}(?:\.fifo)?$/;

/** What has to come with an API key besides, so that whoever else gets hold of the key can do nothing with it. */
export const senderEntry = z
  .strictObject({
    /** Of the API key. */
    name,
    /** The variable of the environment that holds what the sender signs with: it is in no file that is exported, and in no database. */
    secret_env: optional(environmentVariable),
    /** Amazon signs what comes; of which topics it is taken, and subscriptions are confirmed. */
    sns_topics: optional(
      z
        .array(z.string().trim().regex(SNS_TOPIC, 'is not the ARN of an SNS topic'))
        .min(1, 'must name at least one')
        .max(MAX_TOPICS, `must be ${MAX_TOPICS} at most`),
    ),
  })
  .refine(({ secret_env, sns_topics }) => (secret_env === null) !== (sns_topics === null), {
    error: 'needs either secret_env or sns_topics',
  });
export type SenderEntry = z.output<typeof senderEntry>;
