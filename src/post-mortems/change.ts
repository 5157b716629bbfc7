import { fingerprint, isTouched } from '../incidents/seen-fields.ts';
import type { UtcMs } from '../lib/clock.ts';
import type { PersonActor } from '../people/actor.ts';
import { excess, rewritten } from './document.ts';
import type { PostMortem, Section } from './types.ts';

/** What somebody has made of a part. `seen`: the fingerprint of what their form showed. */
export interface SectionEdit {
  id: number;
  seen: string;
  text: string;
}

export type Refusal =
  /** They see the incident, and may do nothing to it. */
  | { reason: 'not_allowed' }
  /** Others have changed, or taken away, the same parts since the form was opened. */
  | { reason: 'changed_meanwhile'; sections: number[] }
  | { reason: 'too_long'; what: string }
  /** It is published once somebody has read it as it is. */
  | { reason: 'not_reviewed' }
  /** Somebody has edited it since the page was opened. */
  | { reason: 'another_version' };

export type Change = { ok: true; postMortem: PostMortem } | { ok: false; refusal: Refusal };

/** All of the edits, or none. A form sends every part, and those that nobody touched are not asked for. */
export function edit(postMortem: PostMortem, edits: readonly SectionEdit[], by: PersonActor, at: UtcMs): Change {
  const touched = edits.filter(({ seen, text }) => isTouched(seen, text));
  const current = (id: number) => postMortem.sections.find((section) => section.id === id);
  const conflicts = touched.filter(({ id, seen, text }) => {
    const now = current(id)?.text;
    return now === undefined || (fingerprint(now) !== seen && isTouched(fingerprint(now), text));
  });
  if (conflicts.length > 0) {
    return refused({ reason: 'changed_meanwhile', sections: conflicts.map(({ id }) => id) });
  }
  const sections = touched.reduce<Section[]>(
    (all, { id, text }) => rewritten(all, id, text.replaceAll('\r\n', '\n')),
    postMortem.sections,
  );
  const what = excess(sections);
  if (what !== null) return refused({ reason: 'too_long', what });
  if (touched.length === 0) return { ok: true, postMortem };
  return changed(postMortem, { sections, state: 'draft', edited: { by, at }, reviewed: null });
}

/** Somebody has read it as it is. @param version that they have read */
export function review(postMortem: PostMortem, version: number, by: PersonActor, at: UtcMs): Change {
  if (postMortem.version !== version) return refused({ reason: 'another_version' });
  if (postMortem.state !== 'draft') return { ok: true, postMortem };
  return changed(postMortem, { state: 'reviewed', reviewed: { by, at } });
}

/** Once for each version, however often it is asked. */
export function publish(
  postMortem: PostMortem,
  { version, target }: { version: number; target: string },
  by: PersonActor,
  at: UtcMs,
): Change {
  if (postMortem.version !== version) return refused({ reason: 'another_version' });
  if (postMortem.state === 'draft') return refused({ reason: 'not_reviewed' });
  return changed(postMortem, { state: 'published', published: { by, at, target }, refusal: null });
}

function changed(postMortem: PostMortem, what: Partial<PostMortem>): Change {
  return { ok: true, postMortem: { ...postMortem, ...what, version: postMortem.version + 1 } };
}

function refused(refusal: Refusal): Change {
  return { ok: false, refusal };
}
