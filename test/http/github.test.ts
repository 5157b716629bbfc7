import { test } from '@jest/globals';
import { startHouse } from './support.ts';
import { expectRefused, RESOLVED, tell } from './webhooks.ts';

const PATH = '/api/integrations/github';

/** As its documentation shows it; the parts that nobody reads are left out. */
const FAILED = {
  action: 'completed',
  workflow_run: {
    id: 289782451,
    name: 'Simple Workflow',
    head_branch: 'main',
    head_sha: 'b37b5f2ab6a1a6b3b5b1e8a4b8a4a8e8f3a1c0de',
    path: '.github/workflows/simple.yml',
    display_title: 'Update the readme',
    run_number: 3,
    run_attempt: 1,
    event: 'push',
    status: 'completed',
    conclusion: 'failure',
    workflow_id: 5184830,
    html_url: 'https://github.com/octo-org/octo-repo/actions/runs/289782451',
    pull_requests: [],
    actor: { login: 'Codertocat' },
    head_repository: { full_name: 'octo-org/octo-repo' },
  },
  workflow: { id: 5184830, name: 'Simple Workflow', path: '.github/workflows/simple.yml', state: 'active' },
  repository: {
    full_name: 'octo-org/octo-repo',
    default_branch: 'main',
    custom_properties: { service: 'Payment API', team: 'payments' },
  },
  sender: { login: 'Codertocat' },
};
const said = (change: object) => ({ ...FAILED, workflow_run: { ...FAILED.workflow_run, ...change } });

test('a workflow that fails on the default branch is an incident, until it succeeds there', async () => {
  const house = await startHouse();
  const incident = {
    title: 'Simple Workflow of octo-org/octo-repo has failed on main',
    description: 'Update the readme',
    urgency: 'HIGH',
    url: FAILED.workflow_run.html_url,
    source: 'GitHub',
    components: ['octo-org/octo-repo'],
    serviceId: (await house.settings.serviceByName('Payment API'))?.id,
    details: { author: 'Codertocat', conclusion: 'failure' },
  };
  await tell(house, PATH, [
    { body: { ...said({ conclusion: null }), action: 'in_progress' }, becomes: null },
    { body: FAILED, becomes: 'opened', incident },
    { body: said({ id: 2, conclusion: 'timed_out' }), becomes: 'deduplicated' },
    { body: said({ id: 3, conclusion: 'cancelled' }), becomes: null },
    { body: said({ id: 4, workflow_id: 7, conclusion: 'success' }), becomes: 'ignored' },
    { body: said({ id: 5, conclusion: 'success' }), becomes: 'resolved', incident: RESOLVED },
  ]);
});

test('other branches, forks and pull requests wake nobody, and say nothing of the branch that has their name', async () => {
  const house = await startHouse();
  const fork = { head_repository: { full_name: 'someone/octo-repo' }, event: 'pull_request' };
  await tell(house, PATH, [
    { body: FAILED, becomes: 'opened' },
    { body: said({ ...fork, conclusion: 'success' }), becomes: 'ignored' },
    { body: said({ event: 'pull_request', conclusion: 'success' }), becomes: 'ignored' },
    {
      body: said(fork),
      becomes: 'opened',
      incident: { urgency: 'LOW', title: 'Simple Workflow of octo-org/octo-repo has failed on someone/octo-repo:main' },
    },
    { body: said({ event: 'pull_request' }), becomes: 'opened', incident: { urgency: 'LOW' } },
    { body: said({ head_branch: 'feature' }), becomes: 'opened', incident: { urgency: 'LOW' } },
    { body: said({ head_branch: 'v1.2', event: 'release' }), becomes: 'opened', incident: { urgency: 'HIGH' } },
  ]);
});

test('its ping and other events call nobody', async () => {
  const house = await startHouse();
  await tell(house, PATH, [
    { body: { zen: 'Keep it logically awesome.', hook_id: 1, hook: {} }, becomes: null },
    { body: { ref: 'refs/heads/main', repository: FAILED.repository }, becomes: null },
  ]);
});

test.each([{}, [], null, { action: 'completed', workflow_run: {} }, { ...FAILED, repository: {} }])(
  '%j is no webhook of it, and is called so',
  async (body) => expectRefused(await startHouse(), PATH, body),
);
