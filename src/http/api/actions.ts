import { z } from 'zod';
import type { AskedCommand } from '../../incidents/commands.ts';
import { MAX_TASK } from '../../incidents/tasks.ts';
import { MAX_TITLE, parseIncidentKey } from '../../incidents/types.ts';
import { MAX_IMPACT, UPDATE_STATES } from '../../incidents/updates.ts';
import type { UtcMs } from '../../lib/clock.ts';
import { URGENCIES } from '../../oncall/urgency.ts';
import { parseDuration } from '../../settings/duration.ts';
import { MAX_DESCRIPTION } from '../ingest/alert.ts';

const MAX_NOTE = 3_000;

const note = z
  .string()
  .trim()
  .max(MAX_NOTE, { error: `is longer than ${MAX_NOTE} characters` });

const MAX_ROLE = 100;

const email = z
  .string()
  .trim()
  .toLowerCase()
  .pipe(z.email({ error: 'is not an e-mail address' }));

const taskId = z.number().int().min(1).describe('its number, 1 for the first of the incident');
const taskText = z
  .string()
  .trim()
  .min(1, { error: 'is empty' })
  .max(MAX_TASK, { error: `is longer than ${MAX_TASK} characters` });
const due = z.iso.datetime({ offset: true, error: 'is no time such as 2026-01-14T12:00:00Z' }).transform(Date.parse);

const snooze = z.union(
  [
    z.object({ until: z.iso.datetime({ offset: true }) }).transform(({ until }) => ({ until: Date.parse(until) })),
    z.object({ for: z.string() }).transform((asked, context) => {
      const span = parseDuration(asked.for);
      if (span !== null) return { span };
      context.issues.push({
        code: 'custom',
        input: asked.for,
        path: ['for'],
        message: 'is not a duration such as 30m or 4h',
      });
      return z.NEVER;
    }),
  ],
  { error: 'needs "for", such as "1h", or "until", such as "2026-01-14T12:00:00Z"' },
);

const incidentNumber = z.string().transform((text, context) => {
  const number = parseIncidentKey(text);
  if (number !== null) return number;
  context.issues.push({ code: 'custom', input: text, message: 'is not the number of an incident, such as INC-42' });
  return z.NEVER;
});

type Reader = z.ZodType<(now: UtcMs) => AskedCommand>;

const always = (command: AskedCommand): Reader => z.object({}).transform(() => () => command);

/** What can be done to an incident by `POST /api/incidents/:number/<name>`: the body of each, and the command it gives. */
export const API_ACTIONS: Record<string, Reader> = {
  acknowledge: always({ type: 'acknowledge' }),
  resolve: z.object({ note: note.nullish() }).transform(({ note }) => () => ({
    type: 'resolve' as const,
    note: note || null,
  })),
  assign: z
    .object({
      assignee: email,
    })
    .transform(({ assignee }) => () => ({ type: 'assign' as const, to: { email: assignee } })),
  role: z
    .object({
      role: z.string().trim().min(1, { error: 'is empty' }).max(MAX_ROLE),
      assignee: email.nullable().describe('who is asked to take it; null: nobody has it any more'),
    })
    .transform(({ role, assignee }) => () => {
      return assignee === null
        ? { type: 'end_role' as const, role }
        : { type: 'assign_role' as const, role, to: { email: assignee } };
    }),
  update: z
    .object({
      state: z.enum(UPDATE_STATES),
      impact: z
        .string()
        .trim()
        .min(1, { error: 'is empty' })
        .max(MAX_IMPACT, { error: `is longer than ${MAX_IMPACT} characters` }),
      next: due.nullish().describe('when the next one comes'),
    })
    .transform(({ state, impact, next }) => () => {
      return { type: 'update_status' as const, state, impact, nextAt: next ?? null };
    }),
  add_task: z.object({ text: taskText, owner: email.nullish(), due: due.nullish() }).transform((asked) => () => ({
    type: 'add_task' as const,
    text: asked.text,
    owner: asked.owner ? { email: asked.owner } : null,
    dueAt: asked.due ?? null,
  })),
  change_task: z
    .object({ task: taskId, text: taskText.optional(), owner: email.nullish(), due: due.nullish() })
    .transform(({ task, text, owner, due }) => () => ({
      type: 'change_task' as const,
      id: task,
      form: {
        ...(text !== undefined && { text }),
        ...(owner !== undefined && { owner: owner === null ? null : { email: owner } }),
        ...(due !== undefined && { dueAt: due }),
      },
    })),
  finish_task: z.object({ task: taskId }).transform(({ task }) => () => ({ type: 'finish_task' as const, id: task })),
  reopen_task: z.object({ task: taskId }).transform(({ task }) => () => ({ type: 'reopen_task' as const, id: task })),
  hand_back: always({ type: 'hand_back' }),
  reopen: always({ type: 'reopen' }),
  wake: always({ type: 'wake' }),
  escalate: always({ type: 'escalate' }),
  snooze: snooze.transform((asked) => (now: UtcMs) => ({
    type: 'snooze' as const,
    until: 'until' in asked ? asked.until : now + asked.span,
  })),
  urgency: z
    .object({
      urgency: z.preprocess((value) => (typeof value === 'string' ? value.toUpperCase() : value), z.enum(URGENCIES)),
    })
    .transform(({ urgency }) => () => ({ type: 'set_urgency' as const, urgency })),
  merge: z.object({ into: incidentNumber }).transform(({ into }) => () => ({ type: 'merge' as const, into })),
  undo_merge: always({ type: 'undo_merge' }),
  link: z.object({ to: incidentNumber }).transform(({ to }) => () => ({ type: 'link' as const, to })),
  unlink: z.object({ to: incidentNumber }).transform(({ to }) => () => ({ type: 'unlink' as const, to })),
  note: z.object({ text: note.min(1, { error: 'is empty' }) }).transform(({ text }) => () => ({
    type: 'note' as const,
    text,
  })),
};

/** What can be edited; what isn't said stays. The service by its name; null for none. */
export const editBody = z.object({
  title: z.string().trim().min(1, { error: 'is empty' }).max(MAX_TITLE).optional(),
  description: z.string().trim().max(MAX_DESCRIPTION).nullish(),
  service: z.string().nullish(),
});
