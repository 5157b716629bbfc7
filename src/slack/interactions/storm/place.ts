import { z } from 'zod';
import type { StormFilter } from '../../../notifications/storms/store.ts';
import { URGENCIES } from '../../../oncall/urgency.ts';

export const STORM_VIEW = 'storm_modal';

/** Which of a storm's incidents somebody looks at, in its modal. */
export interface StormPlace {
  stormId: number;
  /** From 1. */
  page: number;
  filter: StormFilter;
}

const place = z.object({
  stormId: z.int().positive(),
  page: z.int().positive(),
  filter: z.object({
    serviceId: z.union([z.int().positive(), z.literal('none')]).optional(),
    urgency: z.enum(URGENCIES).optional(),
  }),
});

/** A modal that lies on the storm's modal remembers what that one shows. */
const covering = z.object({ under: place });

/** What a modal remembers while it is open (`private_metadata`). */
export function writePlace(at: StormPlace): string {
  return JSON.stringify(at);
}

/** What the storm's modal shows; null for another view. */
export function placeOf(
  view: { callback_id?: string | undefined; private_metadata?: string | undefined } | undefined,
): StormPlace | null {
  if (view?.callback_id !== STORM_VIEW) return null;
  return place.safeParse(parsed(view.private_metadata)).data ?? null;
}

/** `metadata` of a modal together with what the storm's modal shows on which it is to lie; null for none. */
export function coveringPlace(metadata: string | undefined, under: StormPlace | null): string {
  return under === null ? (metadata ?? '') : JSON.stringify({ ...(parsed(metadata) as object), under });
}

/** What the storm's modal shows on which a modal lies; null where it lies on none. */
export function placeBelow(view: { private_metadata: string }): StormPlace | null {
  return covering.safeParse(parsed(view.private_metadata)).data?.under ?? null;
}

/** The place that a modal's own metadata names. */
export function readPlace(view: { private_metadata: string }): StormPlace {
  return place.parse(parsed(view.private_metadata));
}

function parsed(metadata: string | undefined): unknown {
  try {
    return JSON.parse(metadata || '{}');
  } catch {
    return {};
  }
}
