import { createSign } from 'node:crypto';
import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { alarmIn } from '../../src/http/ingest/cloudwatch/alarm.ts';
import { isCertificateOfSns, isTopic, snsMessage, stringToSign } from '../../src/http/ingest/cloudwatch/message.ts';
import { runs } from '../runs.ts';
import { CERTIFICATE, PRIVATE_KEY } from './sns-certificate.ts';
import { startHouse } from './support.ts';
import { RESOLVED, tell } from './webhooks.ts';

const TOPIC = 'arn:aws:sns:us-east-1:123456789012:alarms';
const CERTIFICATE_URL =
  'https://sns.us-east-1.amazonaws.com/SimpleNotificationService-01d088a6f77103d0fe307c0069e40ed6.pem';
const PATH = `/api/integrations/cloudwatch?topic=${TOPIC}`;

const ALARM = {
  AlarmName: 'Checkout latency',
  AlarmDescription: 'Look at the runbook.',
  AWSAccountId: '123456789012',
  NewStateValue: 'ALARM',
  NewStateReason: 'Threshold Crossed: 1 datapoint (10.0) was greater than or equal to the threshold (1.0).',
  StateChangeTime: '2017-01-12T16:30:42.236+0000',
  Region: 'US East (N. Virginia)',
  AlarmArn: 'arn:aws:cloudwatch:us-east-1:123456789012:alarm:Checkout latency',
  OldStateValue: 'OK',
  Trigger: {
    MetricName: 'Latency',
    Namespace: 'AWS/ApplicationELB',
    Dimensions: [
      { value: 'payment api', name: 'Service' },
      { value: 'app/web/1', name: 'LoadBalancer' },
    ],
    Threshold: 1,
  },
};

/** As Amazon SNS sends it, signed as by it. */
function signed(change: Record<string, unknown>) {
  const message = {
    Type: 'Notification',
    MessageId: '22b80b92-fdea-4c2c-8f9d-bdfb0c7bf324',
    TopicArn: TOPIC,
    Message: 'Hello',
    Timestamp: '2012-05-02T00:54:06.655Z',
    SignatureVersion: '2',
    Signature: '',
    SigningCertURL: CERTIFICATE_URL,
    UnsubscribeURL: 'https://sns.us-east-1.amazonaws.com/?Action=Unsubscribe',
    ...change,
  };
  const sign = createSign(message.SignatureVersion === '1' ? 'RSA-SHA1' : 'RSA-SHA256');
  sign.update(stringToSign(snsMessage.parse(message)));
  return { ...message, Signature: sign.sign(PRIVATE_KEY, 'base64') };
}
const alarm = (change: object = {}, more: object = {}) =>
  signed({ Subject: 'ALARM', Message: JSON.stringify({ ...ALARM, ...change }), ...more });
const confirmation = (change: object = {}) =>
  signed({
    Type: 'SubscriptionConfirmation',
    Token: '2336412f37',
    Message: `You have chosen to subscribe to the topic ${TOPIC}.`,
    SubscribeURL: 'http://169.254.169.254/latest/meta-data/',
    ...change,
  });

async function startWithAmazon(answer: (url: string) => string = () => CERTIFICATE) {
  const asked: string[] = [];
  const house = await startHouse({
    getText: async (url) => {
      asked.push(url);
      return answer(url);
    },
  });
  return { house, asked };
}

test('the string to sign is as Amazon documents it', () => {
  const message = snsMessage.parse(signed({ Subject: 'My First Message', Message: 'Hello\nworld' }));
  expect(stringToSign(message)).toBe(
    `Message\nHello\nworld\nMessageId\n22b80b92-fdea-4c2c-8f9d-bdfb0c7bf324\nSubject\nMy First Message\nTimestamp\n2012-05-02T00:54:06.655Z\nTopicArn\n${TOPIC}\nType\nNotification\n`,
  );
  expect(stringToSign(snsMessage.parse(confirmation()))).toMatch(
    /^Message\n.*\nMessageId\n.*\nSubscribeURL\n.*\nTimestamp\n.*\nToken\n2336412f37\nTopicArn\n.*\nType\nSubscriptionConfirmation\n$/,
  );
});

test('an alarm opens an incident of the service that its dimensions name, until it is OK; the certificate is asked for once', async () => {
  const { house, asked } = await startWithAmazon();
  const incident = {
    title: 'Checkout latency',
    description: `Look at the runbook.\n\n${ALARM.NewStateReason}`,
    urgency: 'HIGH',
    source: 'CloudWatch',
    url: 'https://us-east-1.console.aws.amazon.com/cloudwatch/home?region=us-east-1#alarmsV2:alarm/Checkout%20latency',
    components: ['payment api', 'app/web/1'],
    serviceId: (await house.settings.serviceByName('Payment API'))?.id,
  };
  await tell(house, PATH, [
    { body: alarm(), becomes: 'opened', incident },
    { body: alarm({}, { SignatureVersion: '1' }), becomes: 'deduplicated' },
    { body: alarm({ NewStateValue: 'OK', OldStateValue: 'ALARM' }), becomes: 'resolved', incident: RESOLVED },
    { body: alarm({ NewStateValue: 'INSUFFICIENT_DATA' }), becomes: 'opened', incident: { urgency: 'MEDIUM' } },
  ]);
  expect(asked).toEqual([CERTIFICATE_URL]);
});

test('what is published by hand is a quiet incident', async () => {
  const { house } = await startWithAmazon();
  await tell(house, PATH, [
    { body: signed({ Subject: 'Testing' }), becomes: 'opened', incident: { title: 'Testing', urgency: 'LOW' } },
    { body: signed({ Message: '[1]' }), becomes: 'opened', incident: { title: '[1]', description: '[1]' } },
  ]);
});

test('a subscription of the topic in the address is confirmed, at Amazon, wherever the message would have us go', async () => {
  const { house, asked } = await startWithAmazon();
  await tell(house, PATH, [{ body: confirmation(), becomes: null }]);
  expect(asked).toEqual([
    CERTIFICATE_URL,
    `https://sns.us-east-1.amazonaws.com/?Action=ConfirmSubscription&TopicArn=${encodeURIComponent(TOPIC)}&Token=2336412f37`,
  ]);
});

test('nothing is asked for, and nothing taken in, of a topic that the address does not name', async () => {
  const { house, asked } = await startWithAmazon();
  const other = 'arn:aws:sns:us-east-1:999999999999:alarms';
  for (const body of [confirmation({ TopicArn: other }), alarm({}, { TopicArn: other })]) {
    expect((await house.post(PATH, body)).status).toBe(403);
    expect((await house.post('/api/integrations/cloudwatch', body)).status).toBe(400);
    expect((await house.post('/api/integrations/cloudwatch?topic=alarms', body)).status).toBe(400);
  }
  expect(asked).toEqual([]);
  expect(await house.store.get(1)).toBeNull();
});

test('where the settings name topics for a key, messages of those are taken, whatever the address says', async () => {
  const { house, asked } = await startWithAmazon();
  const other = 'arn:aws:sns:us-east-1:999999999999:alarms';
  await house.applySettings(`senders: [{ name: Prometheus, sns_topics: ["${TOPIC}"] }]`);
  const bare = '/api/integrations/cloudwatch';
  expect((await house.post(`${bare}?topic=${other}`, confirmation({ TopicArn: other }))).status).toBe(403);
  expect((await house.post(bare, confirmation({ TopicArn: other }))).status).toBe(403);
  expect((await house.post(`${bare}?topic=${other}`, confirmation())).status).toBe(403);
  expect(asked).toEqual([]);
  await tell(house, bare, [
    { body: confirmation(), becomes: null },
    { body: alarm(), becomes: 'opened' },
  ]);
  await tell(house, PATH, [{ body: alarm(), becomes: 'deduplicated' }]);
  expect((await house.sendEvents({ event_action: 'trigger', title: 'x' })).status).toBe(403);
  expect(await house.store.get(2)).toBeNull();
});

test('what Amazon has not signed is refused: changed, of another version, or with a certificate of somebody else', async () => {
  const { house, asked } = await startWithAmazon((url) => (url.includes('0000') ? 'no certificate' : CERTIFICATE));
  const forged: object[] = [
    { ...alarm(), Message: JSON.stringify({ ...ALARM, AlarmName: 'Forged' }) },
    { ...alarm(), Signature: 'AAAA' },
    { ...alarm(), SignatureVersion: '1' },
    { ...confirmation(), Token: 'other' },
    { ...alarm(), SigningCertURL: CERTIFICATE_URL.replace('01d0', '0000') },
  ];
  for (const body of forged) expect((await house.post(PATH, body)).status).toBe(403);
  expect(new Set(asked).size).toBe(2);
  asked.length = 0;
  const elsewhere = alarm({}, { SigningCertURL: 'https://sns.us-east-1.amazonaws.com.evil.example/a.pem' });
  expect((await house.post(PATH, elsewhere)).status).toBe(403);
  expect(asked).toEqual([]);
  expect(await house.store.get(1)).toBeNull();
});

test('while Amazon cannot be asked, it is told to send the message again', async () => {
  const { house } = await startWithAmazon(() => {
    throw new Error('offline');
  });
  const response = await house.post(PATH, alarm());
  expect([response.status, response.headers.get('retry-after')]).toEqual([503, '60']);
});

test.each([{}, [], null, ALARM, { Type: 'Notification' }, { ...alarm(), SignatureVersion: '3' }])(
  '%j is no message of it, and is called so',
  async (body) => {
    const { house, asked } = await startWithAmazon();
    const response = await house.post(PATH, body);
    expect([response.status, await response.json()]).toEqual([
      400,
      expect.objectContaining({ error: 'This is not a webhook of Amazon SNS.' }),
    ]);
    expect(asked).toEqual([]);
  },
);

test('whatever is in a message, it is an alert', () => {
  const value = fc.jsonValue({ maxDepth: 2 });
  const odd = fc.record(
    {
      AlarmName: value,
      NewStateValue: value,
      AlarmArn: value,
      AlarmDescription: value,
      Trigger: fc.oneof(value, fc.record({ Dimensions: value })),
    },
    { requiredKeys: [] },
  );
  const sent = fc.oneof(
    fc.string(),
    odd.map((change) => JSON.stringify({ ...ALARM, ...change })),
  );
  fc.assert(
    fc.property(sent, fc.option(fc.string()), (Message, Subject) => {
      expect(['trigger', 'resolve']).toContain(alarmIn({ TopicArn: TOPIC, Message, Subject }).action);
    }),
    runs(),
  );
});

const PEM = 'SimpleNotificationService-01d088a6f77103d0fe307c0069e40ed6.pem';
test.each<[string, boolean]>([
  [`https://sns.us-east-1.amazonaws.com/${PEM}`, true],
  [`https://sns.us-gov-west-1.amazonaws.com/${PEM}`, true],
  [`https://sns.cn-north-1.amazonaws.com.cn/${PEM}`, true],
  [`http://sns.us-east-1.amazonaws.com/${PEM}`, false],
  [`https://sns.s3.amazonaws.com/${PEM}`, false],
  [`https://sns.s3-us-west-2.amazonaws.com/${PEM}`, false],
  [`https://evil.s3.us-east-1.amazonaws.com/${PEM}`, false],
  [`https://sns.us-east-1.amazonaws.com:8443/${PEM}`, false],
  [`https://sns.us-east-1.amazonaws.com@evil.example/${PEM}`, false],
  [`https://sns.us-east-1.amazonaws.com/x?/${PEM}`, false],
  [`https://sns.us-east-1.amazonaws.com/${PEM}\n`, false],
  ['https://127.0.0.1/', false],
])('whether a certificate at %s is of Amazon SNS: %s', (url, is) => {
  expect(isCertificateOfSns(url)).toBe(is);
});

test.each<[string, boolean]>([
  [TOPIC, true],
  ['arn:aws-cn:sns:cn-north-1:123456789012:a.fifo', true],
  ['arn:aws:sns:s3:123456789012:alarms', false],
  ['arn:aws:sns:us-east-1.evil.example/:123456789012:alarms', false],
  ['arn:aws:sqs:us-east-1:123456789012:alarms', false],
])('whether %s is a topic: %s', (arn, is) => {
  expect(isTopic(arn)).toBe(is);
});
