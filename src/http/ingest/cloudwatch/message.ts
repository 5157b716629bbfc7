import { createVerify, X509Certificate } from 'node:crypto';
import { z } from 'zod';
import { SNS_TOPIC } from '../../../settings/schema/senders.ts';

/*
 * A message of Amazon SNS (https://docs.aws.amazon.com/sns/latest/dg/sns-message-and-json-formats.html), and whether Amazon has signed it.
 */

const signed = {
  MessageId: z.string(),
  TopicArn: z.string(),
  Timestamp: z.string(),
  Message: z.string(),
  SignatureVersion: z.enum(['1', '2']),
  Signature: z.string(),
  SigningCertURL: z.string(),
};

export const snsMessage = z.discriminatedUnion(
  'Type',
  [
    z.object({ Type: z.literal('Notification'), ...signed, Subject: z.string().nullish() }),
    z.object({ Type: z.literal('SubscriptionConfirmation'), ...signed, Token: z.string(), SubscribeURL: z.string() }),
    z.object({ Type: z.literal('UnsubscribeConfirmation'), ...signed, Token: z.string(), SubscribeURL: z.string() }),
  ],
  {
    error:
      'is not one of Notification, SubscriptionConfirmation, UnsubscribeConfirmation: turn raw message delivery off',
  },
);
export type SnsMessage = z.infer<typeof snsMessage>;

/** `us-east-1`, `us-gov-west-1`: and nothing that somebody could give a bucket as its name. */
const REGION = '[a-z]{2}(?:-[a-z]+)+-\\d{1,2}';
const CERTIFICATE = new RegExp(
  `^https://sns\\.${REGION}\\.amazonaws\\.com(?:\\.cn)?/SimpleNotificationService-[0-9a-f]{1,64}\\.pem$`,
);

/** Whether a certificate lies where only Amazon SNS can have put it. */
export function isCertificateOfSns(url: string): boolean {
  return CERTIFICATE.test(url);
}

export function isTopic(arn: string): boolean {
  return SNS_TOPIC.test(arn);
}

/** Where a subscription is confirmed: at the SNS of the topic's own region, whatever address the message names. */
export function confirmationUrl({ TopicArn, Token }: { TopicArn: string; Token: string }): string {
  const [, partition, region] = SNS_TOPIC.exec(TopicArn) ?? [];
  if (region === undefined) throw new Error(`${TopicArn} is no topic`);
  const query = new URLSearchParams({ Action: 'ConfirmSubscription', TopicArn, Token });
  return `https://sns.${region}.amazonaws.com${partition === 'aws-cn' ? '.cn' : ''}/?${query}`;
}

/** @param certificate PEM. Throws when it is none. */
export function isSignedBy(certificate: string, message: SnsMessage): boolean {
  const verify = createVerify(message.SignatureVersion === '1' ? 'RSA-SHA1' : 'RSA-SHA256');
  verify.update(stringToSign(message));
  return verify.verify(new X509Certificate(certificate).publicKey, message.Signature, 'base64');
}

/** Names and values, each on its line, in this order. */
export function stringToSign(message: SnsMessage): string {
  const { Message, MessageId, Timestamp, TopicArn, Type } = message;
  const fields =
    Type === 'Notification'
      ? { Message, MessageId, ...(message.Subject && { Subject: message.Subject }), Timestamp, TopicArn, Type }
      : {
          ...{ Message, MessageId, SubscribeURL: message.SubscribeURL, Timestamp, Token: message.Token, TopicArn },
          Type,
        };
  return Object.entries(fields)
    .map(([name, value]) => `${name}\n${value}\n`)
    .join('');
}
