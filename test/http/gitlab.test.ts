import { test } from '@jest/globals';
import { startHouse } from './support.ts';
import { expectRefused, OPEN, RESOLVED, tell } from './webhooks.ts';

const PATH = '/api/integrations/gitlab';

/** As its documentation shows it; the parts that nobody reads are left out. */
const FAILED = {
  object_kind: 'pipeline',
  object_attributes: {
    id: 31,
    iid: 3,
    name: 'Pipeline for branch: master',
    ref: 'master',
    tag: false,
    sha: 'bcbb5ec396a2c0f828686f14fac9b80b780504f2',
    source: 'push',
    status: 'failed',
    detailed_status: 'failed',
    stages: ['build', 'test', 'deploy'],
    url: 'http://example.com/gitlab-org/gitlab-test/-/pipelines/31',
  },
  user: { id: 1, name: 'Administrator', username: 'root' },
  project: {
    id: 1,
    name: 'Gitlab Test',
    web_url: 'http://192.168.64.1:3005/gitlab-org/gitlab-test',
    path_with_namespace: 'gitlab-org/gitlab-test',
    default_branch: 'master',
  },
  commit: {
    id: 'bcbb5ec396a2c0f828686f14fac9b80b780504f2',
    title: 'test',
    url: 'http://example.com/gitlab-org/gitlab-test/commit/bcbb5ec3',
  },
  builds: [
    { id: 380, stage: 'deploy', name: 'production', status: 'skipped', allow_failure: false },
    { id: 377, stage: 'test', name: 'test-image', status: 'failed', allow_failure: false },
    { id: 378, stage: 'test', name: 'flaky', status: 'failed', allow_failure: true },
  ],
};
const said = (change: object) => ({ ...FAILED, object_attributes: { ...FAILED.object_attributes, ...change } });

test('a pipeline that fails on the default branch is an incident, until one of that branch passes', async () => {
  const house = await startHouse();
  const incident = {
    title: 'The pipeline of gitlab-org/gitlab-test has failed on master',
    description: 'test\n• test: test-image',
    urgency: 'HIGH',
    url: FAILED.object_attributes.url,
    source: 'GitLab',
    components: ['gitlab-org/gitlab-test'],
    details: { author: 'Administrator', failed_jobs: ['test: test-image'] },
  };
  await tell(house, PATH, [
    { body: said({ status: 'running' }), becomes: null },
    { body: FAILED, becomes: 'opened', incident },
    { body: said({ id: 32 }), becomes: 'deduplicated' },
    { body: said({ id: 33, status: 'canceled' }), becomes: null },
    { body: said({ id: 34, ref: 'other', status: 'success' }), becomes: 'ignored' },
    { body: said({ id: 35, status: 'success' }), becomes: 'resolved', incident: RESOLVED },
  ]);
});

test('other branches and merge requests wake nobody, and say nothing of the branch that has their name', async () => {
  const house = await startHouse();
  const url = 'http://192.168.64.1:3005/gitlab-org/gitlab-test/-/pipelines/31';
  const ofMergeRequest = (status: string) => said({ source: 'merge_request_event', status });
  await tell(house, PATH, [
    { body: said({ ref: 'feature', url: null }), becomes: 'opened', incident: { urgency: 'LOW', url } },
    { body: said({ ref: 'v1.2', tag: true }), becomes: 'opened', incident: { urgency: 'HIGH' } },
    { body: FAILED, becomes: 'opened', incident: OPEN },
    { body: ofMergeRequest('success'), becomes: 'ignored' },
    { body: ofMergeRequest('failed'), becomes: 'opened', incident: { urgency: 'LOW' } },
  ]);
});

test('other events of GitLab call nobody', async () => {
  const house = await startHouse();
  await tell(house, PATH, [
    { body: { object_kind: 'push', ref: 'refs/heads/master' }, becomes: null },
    { body: { object_kind: 'build', build_status: 'failed' }, becomes: null },
  ]);
});

test.each([{}, [], null, { object_kind: 'pipeline' }, { ...FAILED, project: null }])(
  '%j is no webhook of it, and is called so',
  async (body) => expectRefused(await startHouse(), PATH, body),
);
