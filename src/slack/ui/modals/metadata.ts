import { z } from 'zod';

/** What a modal about an incident remembers while it is open (`private_metadata`). */
const incidentMetadata = z.object({ number: z.int().positive() });

export function writeMetadata(number: number): string {
  return JSON.stringify({ number } satisfies z.infer<typeof incidentMetadata>);
}

/** Throws when the view isn't one of ours: Slack gives back what we wrote, so anything else is a bug. */
export function readMetadata(view: { private_metadata: string }): number {
  return incidentMetadata.parse(JSON.parse(view.private_metadata)).number;
}
