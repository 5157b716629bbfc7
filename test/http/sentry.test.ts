import { test } from '@jest/globals';
import { startHouse } from './support.ts';
import { expectRefused, RESOLVED, tell } from './webhooks.ts';

const PATH = '/api/integrations/sentry';

/** As its documentation shows them; the parts that nobody reads are left out. */
const ACTOR = { id: 'sentry', name: 'Sentry', type: 'application' };
const EVENT = {
  action: 'triggered',
  actor: ACTOR,
  data: {
    event: {
      culprit: '?(<anonymous>)',
      event_id: 'e4874d664c3540c1a32eab185f12c5ab',
      issue_id: '1170820242',
      issue_url: 'https://sentry.io/api/0/issues/1170820242/',
      level: 'error',
      message: '',
      platform: 'javascript',
      project: 1,
      tags: [
        ['browser', 'Chrome 75.0.3770'],
        ['service', 'Payment API'],
      ],
      title: 'ReferenceError: heck is not defined',
      type: 'error',
      web_url: 'https://sentry.io/organizations/test-org/issues/1170820242/events/e4874d664c3540c1a32eab185f12c5ab/',
    },
    triggered_rule: 'Very Important Alert Rule!',
  },
};
const ISSUE = {
  action: 'resolved',
  actor: ACTOR,
  data: {
    issue: {
      id: '1170820242',
      shortId: 'IPE-1',
      title: 'ReferenceError: heck is not defined',
      culprit: '?(<anonymous>)',
      level: 'error',
      status: 'resolved',
      project: { id: '1', name: 'ipe', slug: 'ipe', platform: 'javascript' },
      web_url: 'https://sentry.io/organizations/test-org/issues/1170820242/',
    },
  },
};
const METRIC = {
  action: 'critical',
  actor: ACTOR,
  data: {
    description_text: '1000 events in the last 10 minutes\nFilter: level:error',
    description_title: 'Critical: Too many errors',
    metric_alert: {
      alert_rule: { id: '7', name: 'Too many errors', aggregate: 'count()', query: 'level:error', environment: null },
      id: '4',
      identifier: '4',
      projects: ['python'],
      status: 20,
      title: 'Too many errors',
    },
    web_url: 'https://sentry.io/organizations/test-org/alerts/rules/details/7/?alert=4',
  },
};
const action = (body: object, is: string) => ({ ...body, action: is });

test('an error for which an alert rule calls is an incident, which is over when its issue is resolved', async () => {
  const house = await startHouse();
  const incident = {
    title: 'ReferenceError: heck is not defined',
    description: '?(<anonymous>)',
    urgency: 'HIGH',
    url: EVENT.data.event.web_url,
    source: 'Sentry',
    serviceId: (await house.settings.serviceByName('Payment API'))?.id,
    details: { rule: 'Very Important Alert Rule!', tags: { browser: 'Chrome 75.0.3770' } },
  };
  await tell(house, PATH, [
    { body: EVENT, becomes: 'opened', incident },
    { body: EVENT, becomes: 'deduplicated' },
    { body: action(ISSUE, 'assigned'), becomes: null },
    { body: ISSUE, becomes: 'resolved', incident: RESOLVED },
    { body: EVENT, becomes: 'opened' },
    { body: action(ISSUE, 'archived'), becomes: 'resolved' },
  ]);
});

test('a metric is HIGH when critical, MEDIUM when it warns, and over when it is resolved', async () => {
  const house = await startHouse();
  const incident = {
    title: 'Too many errors',
    description: '1000 events in the last 10 minutes\nFilter: level:error',
    components: ['python'],
    url: METRIC.data.web_url,
  };
  await tell(house, PATH, [
    { body: action(METRIC, 'warning'), becomes: 'opened', incident: { ...incident, urgency: 'MEDIUM' } },
    { body: METRIC, becomes: 'deduplicated', incident: { urgency: 'HIGH' } },
    { body: action(METRIC, 'resolved'), becomes: 'resolved' },
  ]);
});

test('a rule that looks at what happens to an issue opens an incident, and ends it', async () => {
  const house = await startHouse();
  const said = (status: string) => ({ action: 'triggered', data: { issue: { ...ISSUE.data.issue, status } } });
  await tell(house, PATH, [
    { body: said('unresolved'), becomes: 'opened', incident: { components: ['ipe'], url: ISSUE.data.issue.web_url } },
    { body: said('resolved'), becomes: 'resolved' },
  ]);
});

test('levels are urgencies, also where only a tag says them', async () => {
  const house = await startHouse();
  const event = (issue_id: string, change: object) => ({
    action: 'triggered',
    data: { event: { ...EVENT.data.event, issue_id, ...change } },
  });
  await tell(house, PATH, [
    { body: event('1', { level: 'fatal' }), becomes: 'opened', incident: { urgency: 'HIGH' } },
    { body: event('2', { level: 'warning' }), becomes: 'opened', incident: { urgency: 'MEDIUM' } },
    { body: event('3', { level: 'info' }), becomes: 'opened', incident: { urgency: 'LOW' } },
    {
      body: event('4', { level: null, tags: [{ key: 'level', value: 'warning' }] }),
      becomes: 'opened',
      incident: { urgency: 'MEDIUM' },
    },
  ]);
});

test('new issues that no rule calls for, comments and installations call nobody', async () => {
  const house = await startHouse();
  await tell(house, PATH, [
    { body: action(ISSUE, 'created'), becomes: null },
    { body: action(ISSUE, 'unresolved'), becomes: null },
    { body: { action: 'created', data: { comment: 'adding a comment', issue_id: 100 } }, becomes: null },
    { body: { action: 'created', data: { installation: { uuid: 'a' } } }, becomes: null },
  ]);
});

test.each([{}, [], null, { action: 'triggered' }, { data: {} }, { action: 'resolved', data: { issue: {} } }])(
  '%j is no webhook of it, and is called so',
  async (body) => expectRefused(await startHouse(), PATH, body),
);
