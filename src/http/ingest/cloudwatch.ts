import type { Hono } from 'hono';
import type { HttpDeps } from '../deps.ts';
import { RefusedRequest } from '../refused-request.ts';
import { alarmIn } from './cloudwatch/alarm.ts';
import {
  confirmationUrl,
  isCertificateOfSns,
  isSignedBy,
  isTopic,
  type SnsMessage,
  snsMessage,
} from './cloudwatch/message.ts';
import type { Reading } from './intake.ts';
import { expectedWith } from './senders.ts';
import { quote } from './text.ts';
import { parseWebhook, type SettledFormat, webhookRoutes } from './webhook.ts';

/*
 * Alarms of CloudWatch, as Amazon SNS delivers them over HTTP. Only what Amazon has signed counts, and of it only what is of the
 * topics that the settings name for the key, or else the address: anybody may have a topic, and subscribe us to it.
 */

const RETRY_AFTER = 60;
/** Amazon has one for some months. */
const MAX_CERTIFICATES = 20;

export function cloudWatchRoutes(deps: HttpDeps): Hono {
  return webhookRoutes(cloudWatch(deps))(deps);
}

/** What a message says, for whoever has it from a topic that they trust. */
export function readSns(body: unknown): Reading[] {
  return alarmsIn(parseWebhook(snsMessage, body, 'Amazon SNS'));
}

function cloudWatch({ getText, logger }: Pick<HttpDeps, 'getText' | 'logger'>): SettledFormat {
  const certificates = new Map<string, string>();
  return {
    path: '/api/integrations/cloudwatch',
    readsTopics: true,
    async read(body, { topic: inAddress }, key, settings) {
      const topics = (await expectedWith(key, settings))?.sns_topics ?? null;
      if (topics === null && (inAddress === undefined || !isTopic(inAddress))) {
        throw new RefusedRequest(
          400,
          'The address must end in ?topic=<ARN of the topic>, of which messages are taken.',
        );
      }
      const message = parseWebhook(snsMessage, body, 'Amazon SNS');
      const { TopicArn: topic } = message;
      const isNamed = (topics === null || topics.includes(topic)) && (inAddress === undefined || inAddress === topic);
      if (!isNamed) {
        const named = topics === null ? 'the topic in the address' : 'a topic that the settings name for this key';
        throw new RefusedRequest(403, `This is a message of ${quote(topic)}, not of ${named}.`);
      }
      if (!(await isOfAmazon(message))) {
        throw new RefusedRequest(403, 'Amazon has not signed this message so. Nothing was taken in.');
      }
      if (message.Type === 'SubscriptionConfirmation') {
        await reach(confirmationUrl(message));
        logger.info({ topic }, 'the subscription to a topic of Amazon SNS is confirmed');
      }
      return alarmsIn(message);
    },
  };

  async function isOfAmazon(message: SnsMessage): Promise<boolean> {
    const { SigningCertURL: url } = message;
    if (!isCertificateOfSns(url)) return false;
    const certificate = certificates.get(url) ?? (await reach(url));
    try {
      const isSigned = isSignedBy(certificate, message);
      if (certificates.size >= MAX_CERTIFICATES) certificates.clear();
      certificates.set(url, certificate);
      return isSigned;
    } catch (error) {
      logger.warn({ err: error, url }, 'what is said to be a certificate of Amazon SNS is none');
      return false;
    }
  }

  /** Amazon tries again later where we couldn't. */
  async function reach(url: string): Promise<string> {
    try {
      return await getText(url);
    } catch (error) {
      const { origin } = new URL(url);
      logger.warn({ err: error, origin }, 'Amazon SNS could not be asked; a message of it waits for that');
      throw new RefusedRequest(503, `${origin} could not be asked from here. Nothing was taken in; send it again.`, {
        headers: { 'Retry-After': String(RETRY_AFTER) },
      });
    }
  }
}

/** That a subscription begins or ends is no alert. */
function alarmsIn(message: SnsMessage): Reading[] {
  return message.Type === 'Notification' ? [{ ok: true, draft: alarmIn(message) }] : [];
}
