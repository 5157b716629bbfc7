import { z } from 'zod';
import { end, serviceIn, trigger } from './drafts.ts';
import type { Draft } from './intake.ts';
import { lenientObject, lenientWord, requiredWord, textIn } from './lenient.ts';
import { bodySignature } from './signature.ts';
import { webAddressOf } from './web-address.ts';
import { parseWebhook, type WebhookFormat } from './webhook.ts';

/*
 * The `workflow_run` events of GitHub (https://docs.github.com/webhooks/webhook-events-and-payloads#workflow_run). A branch on which
 * a workflow has failed is well again when it succeeds there.
 */

const SOURCE = 'GitHub';
const FAILED = ['failure', 'timed_out', 'startup_failure'];

/** Of other events no more is read than that they come from there. */
const eventSchema = z
  .object({ action: lenientWord, workflow_run: lenientObject, repository: lenientObject, zen: lenientWord })
  .refine(({ workflow_run, repository, zen }) => workflow_run ?? repository ?? zen, {
    path: ['workflow_run'],
    error: 'is missing',
  });
const runSchema = z.object({
  workflow_run: z.object({
    id: requiredWord,
    name: lenientWord,
    workflow_id: lenientWord,
    conclusion: requiredWord,
    head_branch: lenientWord,
    head_sha: lenientWord,
    html_url: lenientWord,
    event: lenientWord,
    display_title: lenientWord,
    run_number: lenientWord,
    head_repository: lenientObject,
    actor: lenientObject,
  }),
  repository: z.object({ full_name: requiredWord, default_branch: lenientWord, custom_properties: lenientObject }),
});

type Run = z.infer<typeof runSchema>;

export const github: WebhookFormat = {
  path: '/api/integrations/github',
  // Where nobody has chosen application/json.
  formField: 'payload',
  // https://docs.github.com/webhooks/using-webhooks/validating-webhook-deliveries
  signature: bodySignature('x-hub-signature-256', 'sha256='),
  read(body) {
    const { action, workflow_run } = parseWebhook(eventSchema, body, SOURCE);
    // A ping, another event, or a run that has not ended.
    if (workflow_run === null || action !== 'completed') return [];
    const draft = toDraft(parseWebhook(runSchema, body, SOURCE));
    return draft === null ? [] : [{ ok: true, draft }];
  },
};

/** null for what was cancelled or skipped. */
function toDraft({ workflow_run: run, repository }: Run): Draft | null {
  const { full_name: name } = repository;
  const branch = run.head_branch ?? '';
  const workflow = run.name ?? run.workflow_id ?? 'A workflow';
  // A branch of a fork, or what a pull request would make of one, may have the name of ours.
  const from = textIn(run.head_repository ?? {}, 'full_name') ?? name;
  const ofPullRequest = run.event?.startsWith('pull_request') ?? false;
  const place = from === name ? branch : `${from}:${branch}`;
  const dedupKey = `github:${name}:${run.workflow_id ?? workflow}:${ofPullRequest ? 'pull-request:' : ''}${place}`;
  const author = textIn(run.actor ?? {}, 'login');
  const properties = repository.custom_properties ?? {};
  const labels = { repository: name, workflow, branch, trigger: run.event, author, ...properties };
  if (run.conclusion === 'success') return end('resolve', { dedupKey, source: SOURCE, labels });
  if (!FAILED.includes(run.conclusion)) return null;
  const isMain = [null, branch].includes(repository.default_branch) || run.event === 'release';
  return trigger({
    title: `${workflow} of ${name} has failed${place === '' ? '' : ` on ${place}`}`,
    source: SOURCE,
    dedupKey,
    labels,
    service: serviceIn(properties),
    description: run.display_title,
    urgency: isMain && from === name && !ofPullRequest ? 'HIGH' : 'LOW',
    url: webAddressOf(run.html_url),
    components: [name],
    details: {
      workflow,
      branch,
      trigger: run.event,
      author,
      sha: run.head_sha,
      run: run.run_number,
      conclusion: run.conclusion,
    },
  });
}
