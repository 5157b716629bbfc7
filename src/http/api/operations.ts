import { z } from 'zod';
import { URGENCIES } from '../../oncall/urgency.ts';
import { incidentSchema, oneIncidentSchema, taskSchema, timelineEntrySchema } from '../../words/json/incident.ts';
import { nativeEventSchema, newIncidentSchema } from '../ingest/native-event.ts';
import { resultsSchema } from '../ingest/results.ts';
import { API_ACTIONS, editBody } from './actions.ts';
import { listQuery, timelineQuery } from './incidents.ts';
import { begin as beginMaintenance, end as endMaintenance } from './maintenance.ts';
import { notificationBody } from './notifications.ts';
import type { Answer, Operation } from './operation.ts';
import { postMortemSchema } from './post-mortem.ts';

const nextCursor = z.string().nullable().describe('as `cursor` of the next request; null at the end');
const takenIn: Record<number, Answer> = {
  202: { description: 'on disk; what came of each alert, in its place', schema: resultsSchema },
};
const shift = z.object({
  on_call: z.object({ name: z.string() }).nullable(),
  from: z.string(),
  until: z.string().nullable(),
});
const heartbeat = z.object({
  name: z.string(),
  status: z.enum(['waiting', 'beating', 'missed']),
  every: z.string(),
  grace: z.string(),
  service: z.string().nullable(),
  urgency: z.enum(URGENCIES),
  last_beat: z.string().nullable(),
  expected_before: z.string().nullable(),
});
const beaten: Record<number, Answer> = {
  200: { description: 'it has beaten', schema: z.object({ heartbeat: z.string(), status: z.literal('beating') }) },
};
const maintenance = z.object({
  id: z.number().int().nullable().describe('null for what opsknight.yml says'),
  service: z.string(),
  from: z.string(),
  until: z.string(),
  reason: z.string().nullable(),
  by: z.string(),
});
const notification = z.object({ id: z.string(), status: z.enum(['queued', 'sent', 'failed']) });
const whereItIs = notification.extend({
  channel: z.string(),
  channel_id: z.string().optional().describe('once it is sent, with `ts`'),
  ts: z.string().optional(),
  error: z.string().optional().describe('why it has failed, as Slack says; `meaning` and `remedy` say it in words'),
  meaning: z.string().optional(),
  remedy: z.string().optional(),
});

const WEBHOOKS: Record<string, string> = {
  alertmanager: "Alertmanager's webhook; ?group=group for one incident per group",
  grafana: "Grafana's webhook; ?group=group for one incident per group",
  'uptime-kuma': "Uptime Kuma's webhook",
  datadog: "Datadog's webhook",
  sentry: "Sentry's webhook",
  zabbix: "the script of Zabbix's media type",
  'google-cloud': "Google Cloud Monitoring's webhook",
  'azure-monitor': "Azure Monitor's webhook, in the common alert schema",
  nagios: 'notifications of Nagios and Icinga',
  gitlab: "GitLab's webhook: pipelines",
  github: "GitHub's webhook: workflow runs",
  cloudwatch: 'alarms of CloudWatch through Amazon SNS; ?topic=<ARN> says of which topic',
  webhook: 'any webhook, read by a mapping of opsknight.yml; ?mapping=<name> says which',
};

const SUMMARIES: Record<string, string> = {
  note: 'add a note',
  update: 'tell stakeholders how far it is: status channels, and whoever follows it',
  add_task: 'add a task, which can have an owner and a time when it is due',
  change_task: 'change a task; what is not said stays',
  finish_task: 'a task is done',
  reopen_task: 'a task is open again',
  role: 'ask somebody to take a role in it; they have it when they accept',
  merge: 'let it go on as another incident, which counts its alerts from then on',
  undo_merge: 'undo that, while nothing else has happened to either',
  link: 'link it with another incident that has to do with it',
  unlink: 'remove such a link',
};

/** Everything under `/api` that a key opens. PagerDuty and Opsgenie describe their own APIs, which are answered as they say. */
export const OPERATIONS: readonly Operation[] = [
  {
    method: 'post',
    path: '/api/events',
    summary: 'Alerts: one, or up to 1,000 in an array',
    body: z.union([nativeEventSchema, z.array(nativeEventSchema).max(1_000)]),
    answers: takenIn,
  },
  ...Object.entries(WEBHOOKS).map(
    ([name, summary]): Operation => ({
      method: 'post',
      path: `/api/integrations/${name}`,
      summary: `Alerts: ${summary}`,
      body: z.unknown(),
      answers: takenIn,
    }),
  ),
  {
    method: 'get',
    path: '/api/incidents',
    summary: 'Incidents, the newest first',
    query: listQuery,
    answers: {
      200: {
        description: 'a part of the list',
        schema: z.object({
          incidents: z.array(incidentSchema.omit({ description: true, details: true, related: true })),
          next_cursor: nextCursor,
        }),
      },
    },
  },
  {
    method: 'post',
    path: '/api/incidents',
    summary: 'Open an incident',
    body: newIncidentSchema,
    answers: {
      201: { description: 'opened', schema: oneIncidentSchema },
      200: { description: 'an open incident has this dedup key: counted on it', schema: oneIncidentSchema },
    },
  },
  {
    method: 'get',
    path: '/api/incidents/{number}',
    summary: 'One incident',
    answers: { 200: { description: 'the incident', schema: incidentSchema.extend({ incident: incidentSchema }) } },
  },
  {
    method: 'get',
    path: '/api/incidents/{number}/timeline',
    summary: 'What has happened to it, oldest first: the newest entries',
    query: timelineQuery,
    answers: {
      200: {
        description: 'a part of the timeline',
        schema: z.object({ timeline: z.array(timelineEntrySchema), next_cursor: nextCursor }),
      },
    },
  },
  {
    method: 'get',
    path: '/api/incidents/{number}/tasks',
    summary: 'What is to be done for it, and what was: what is open first',
    answers: { 200: { description: 'all', schema: z.object({ tasks: z.array(taskSchema) }) } },
  },
  {
    method: 'get',
    path: '/api/incidents/{number}/postmortem',
    summary: 'Its post-mortem, in Markdown',
    answers: { 200: { description: 'all of it', schema: postMortemSchema } },
  },
  {
    method: 'post',
    path: '/api/incidents/{number}/edit',
    summary: 'Change its title, description or service; what is not said stays',
    body: editBody,
    answers: { 200: { description: 'done; the incident as it is then', schema: oneIncidentSchema } },
  },
  ...Object.entries(API_ACTIONS).map(
    ([name, body]): Operation => ({
      method: 'post',
      path: `/api/incidents/{number}/${name}`,
      summary: SUMMARIES[name] ?? `${name.replace('_', ' ')} it`,
      body,
      answers: { 200: { description: 'done; the incident as it is then', schema: oneIncidentSchema } },
    }),
  ),
  {
    method: 'get',
    path: '/api/services',
    summary: 'The services that alerts can name',
    query: z.object({ cursor: z.string() }),
    answers: {
      200: {
        description: 'by name',
        schema: z.object({
          services: z.array(z.object({ name: z.string(), escalation_policy: z.string().nullable() })),
          next_cursor: nextCursor,
        }),
      },
    },
  },
  {
    method: 'get',
    path: '/api/oncall',
    summary: 'Who is on call now, until when, and who comes next',
    answers: {
      200: {
        description: 'by schedule',
        schema: z.object({
          schedules: z.array(shift.omit({ from: true }).extend({ schedule: z.string(), next: shift.nullable() })),
        }),
      },
    },
  },
  {
    method: 'get',
    path: '/api/heartbeats',
    summary: 'Heartbeats, and what has been heard of them',
    answers: { 200: { description: 'all', schema: z.object({ heartbeats: z.array(heartbeat) }) } },
  },
  { method: 'get', path: '/api/heartbeats/{name}', summary: 'A heartbeat beats', answers: beaten },
  { method: 'post', path: '/api/heartbeats/{name}', summary: 'A heartbeat beats', answers: beaten },
  {
    method: 'post',
    path: '/api/notifications',
    summary: 'A message for a channel in Slack',
    body: notificationBody,
    answers: { 202: { description: 'queued', schema: notification } },
  },
  {
    method: 'get',
    path: '/api/notifications/{id}',
    summary: 'What became of it',
    answers: { 200: { description: 'where it is', schema: whereItIs } },
  },
  {
    method: 'get',
    path: '/api/maintenance',
    summary: 'Maintenance that is not over yet',
    answers: { 200: { description: 'all', schema: z.object({ maintenance: z.array(maintenance) }) } },
  },
  {
    method: 'post',
    path: '/api/maintenance',
    summary: 'Work on a service begins: nobody is paged for it',
    body: beginMaintenance,
    answers: { 201: { description: 'begun', schema: maintenance.pick({ service: true, from: true, until: true }) } },
  },
  {
    method: 'post',
    path: '/api/maintenance/end',
    summary: 'Work on a service is over',
    body: endMaintenance,
    answers: {
      200: { description: 'ended', schema: z.object({ service: z.string(), ended: z.number().int().nullable() }) },
    },
  },
  {
    method: 'get',
    path: '/api/openapi.json',
    summary: 'This description',
    key: 'none',
    answers: { 200: { description: 'OpenAPI 3.1' } },
  },
];
