import { z } from 'zod';
import { isObject } from '../../../lib/json-value.ts';
import { oneLine } from '../../../words/text.ts';
import { end, serviceIn, trigger } from '../drafts.ts';
import type { Draft } from '../intake.ts';
import { tooMuchToParse } from '../json-shape.ts';
import { lenientObject, lenientWord, requiredWord } from '../lenient.ts';
import { webAddressOf } from '../web-address.ts';

const SOURCE = 'CloudWatch';
const MAX_DIMENSIONS = 50;

const alarmSchema = z.object({
  AlarmName: requiredWord,
  NewStateValue: requiredWord,
  AlarmArn: lenientWord,
  AlarmDescription: lenientWord,
  NewStateReason: lenientWord,
  AWSAccountId: lenientWord,
  Region: lenientWord,
  Trigger: lenientObject,
});

type Alarm = z.infer<typeof alarmSchema>;

/** What a topic has been told: a change of an alarm's state, or anything else that somebody publishes there. */
export function alarmIn(published: { TopicArn: string; Message: string; Subject?: string | null | undefined }): Draft {
  const { data } = alarmSchema.safeParse(jsonIn(published.Message));
  if (data) return ofAlarm(data);
  const title = published.Subject?.trim() || oneLine(published.Message) || 'A message';
  return trigger({
    title,
    source: 'Amazon SNS',
    dedupKey: `sns:${published.TopicArn}:${title}`,
    description: published.Message,
    urgency: 'LOW',
  });
}

function ofAlarm(alarm: Alarm): Draft {
  const { AlarmName: name, NewStateValue: state, AWSAccountId: account, Region: region } = alarm;
  const dedupKey = `cloudwatch:${alarm.AlarmArn ?? `${account}:${region}:${name}`}`;
  const dimensions = dimensionsOf(alarm.Trigger?.['Dimensions']);
  const metric = alarm.Trigger?.['MetricName'];
  const labels = { alarm: name, state, account, region, metric, ...dimensions };
  if (state === 'OK') return end('resolve', { dedupKey, source: SOURCE, labels });
  return trigger({
    title: name,
    source: SOURCE,
    dedupKey,
    labels,
    service: serviceIn(dimensions),
    description: [alarm.AlarmDescription, alarm.NewStateReason].filter((part) => part !== null).join('\n\n'),
    // Of what CloudWatch has no data nobody can say that it is well.
    urgency: state === 'INSUFFICIENT_DATA' ? 'MEDIUM' : 'HIGH',
    url: webAddressOf(consoleOf(alarm.AlarmArn, name)),
    components: Object.values(dimensions),
    details: { state, account, region, trigger: alarm.Trigger },
  });
}

/** `[{"name": "InstanceId", "value": "i-0123"}]` */
function dimensionsOf(value: unknown): Record<string, string> {
  const known = Array.isArray(value) ? value.slice(0, MAX_DIMENSIONS).filter(isObject) : [];
  return Object.fromEntries(
    known.flatMap(({ name, value }) => (typeof name === 'string' && typeof value === 'string' ? [[name, value]] : [])),
  );
}

/** The alarm's page in the console; `Region` is but its name for people. */
function consoleOf(arn: string | null, name: string): string | null {
  const [, region] = /^arn:aws:cloudwatch:([a-z0-9-]+):/.exec(arn ?? '') ?? [];
  if (region === undefined) return null;
  return `https://${region}.console.aws.amazon.com/cloudwatch/home?region=${region}#alarmsV2:alarm/${name}`;
}

function jsonIn(text: string): unknown {
  if (tooMuchToParse(text) !== null) return null;
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
