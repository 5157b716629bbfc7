import { z } from 'zod';
import { type Incident, incidentKey } from '../../incidents/types.ts';
import { iso } from '../../words/json/incident.ts';

/** What is told of a post-mortem. */
export const postMortemSchema = z.object({
  incident: z.string(),
  state: z.enum(['draft', 'reviewed', 'published']),
  markdown: z.string(),
  edited_at: z.string(),
  published_at: z.string().nullable(),
  url: z.string(),
});

/** A post-mortem as JSON has it. */
export function postMortemJson(
  postMortem: { state: 'draft' | 'reviewed' | 'published'; edited: { at: number }; published: { at: number } | null },
  { number }: Pick<Incident, 'number'>,
  markdown: string,
  baseUrl: string,
): z.infer<typeof postMortemSchema> {
  const { state, edited, published } = postMortem;
  return {
    incident: incidentKey(number),
    state,
    markdown,
    edited_at: iso(edited.at),
    published_at: published && iso(published.at),
    url: `${baseUrl}/incidents/${number}/postmortem`,
  };
}
