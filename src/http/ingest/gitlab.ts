import { z } from 'zod';
import { isObject } from '../../lib/json-value.ts';
import { end, trigger } from './drafts.ts';
import type { Draft } from './intake.ts';
import { lenientObject, lenientWord, requiredWord, textIn } from './lenient.ts';
import { standardSignature } from './signature.ts';
import { webAddressOf } from './web-address.ts';
import { parseWebhook, type WebhookFormat } from './webhook.ts';

/*
 * The pipeline events of GitLab (https://docs.gitlab.com/user/project/integrations/webhook_events/#pipeline-events). A branch whose
 * pipeline has failed is well again when one of it passes.
 */

const SOURCE = 'GitLab';
const MAX_JOBS = 500;
const MAX_LISTED = 20;

const eventSchema = z.object({ object_kind: requiredWord });
const pipelineSchema = z.object({
  object_attributes: z.object({
    id: requiredWord,
    ref: requiredWord,
    status: requiredWord,
    tag: z.unknown().optional(),
    source: lenientWord,
    sha: lenientWord,
    url: lenientWord,
    name: lenientWord,
  }),
  project: z.object({ path_with_namespace: requiredWord, web_url: lenientWord, default_branch: lenientWord }),
  user: lenientObject,
  commit: lenientObject,
  builds: z.unknown().optional(),
});

type Pipeline = z.infer<typeof pipelineSchema>;

export const gitlab: WebhookFormat = {
  path: '/api/integrations/gitlab',
  signature: standardSignature,
  read(body) {
    if (parseWebhook(eventSchema, body, SOURCE).object_kind !== 'pipeline') return [];
    const draft = toDraft(parseWebhook(pipelineSchema, body, SOURCE));
    return draft === null ? [] : [{ ok: true, draft }];
  },
};

/** null while it runs, and for what people have cancelled or skipped. */
function toDraft(pipeline: Pipeline): Draft | null {
  const { project, object_attributes: said, commit } = pipeline;
  const { path_with_namespace: path } = project;
  const ofMergeRequest = said.source === 'merge_request_event' || said.source === 'external_pull_request_event';
  // What is in a merge request says nothing of the branch, and may come from elsewhere.
  const dedupKey = `gitlab:${path}:${ofMergeRequest ? 'merge-request:' : ''}${said.ref}`;
  const author = textIn(pipeline.user ?? {}, 'name');
  const labels = { project: path, branch: said.ref, pipeline: said.name, trigger: said.source, author };
  if (said.status === 'success') return end('resolve', { dedupKey, source: SOURCE, labels });
  if (said.status !== 'failed') return null;
  const isMain = project.default_branch === null || said.ref === project.default_branch || said.tag === true;
  const jobs = failedJobs(pipeline.builds);
  return trigger({
    title: `The pipeline of ${path} has failed on ${said.ref}`,
    source: SOURCE,
    dedupKey,
    labels,
    description: [textIn(commit ?? {}, 'title'), ...jobs.slice(0, MAX_LISTED).map((job) => `• ${job}`)]
      .filter((line) => line !== null)
      .join('\n'),
    urgency: isMain && !ofMergeRequest ? 'HIGH' : 'LOW',
    url: webAddressOf(said.url ?? (project.web_url && `${project.web_url}/-/pipelines/${said.id}`)),
    components: [path],
    details: { ...labels, sha: said.sha, commit: webAddressOf(textIn(commit ?? {}, 'url')), failed_jobs: jobs },
  });
}

/** `test: unit`: those for which the pipeline has failed. */
function failedJobs(builds: unknown): string[] {
  const known = Array.isArray(builds) ? builds.slice(0, MAX_JOBS).filter(isObject) : [];
  return known
    .filter(({ status, allow_failure }) => status === 'failed' && allow_failure !== true)
    .map((job) => [textIn(job, 'stage'), textIn(job, 'name')].filter((part) => part !== null).join(': '));
}
