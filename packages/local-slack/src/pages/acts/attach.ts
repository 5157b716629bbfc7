import { attachFile } from '../../interactions/attachments.ts';
import type { Viewer } from '../viewer.ts';
import { elementNamed, surfaceNamed } from './target.ts';

/** Somebody puts files into a field; resolves with what they are told, if anything. */
export async function attach(viewer: Viewer, form: FormData): Promise<string | undefined> {
  const surface = surfaceNamed(viewer, String(form.get('on') ?? ''));
  const placed = surface && elementNamed(surface, String(form.get('element') ?? ''));
  if (!surface || placed?.element.type !== 'file_input') {
    return 'That has changed in the meantime. Look again.';
  }
  const { element, block } = placed;
  for (const file of form.getAll('file')) {
    if (typeof file === 'string') continue;
    const content = new Uint8Array(await file.arrayBuffer());
    const refusal = attachFile(viewer.workspace, viewer.member, surface, { element, block }, file.name, content);
    if (refusal !== undefined) return refusal;
  }
  return undefined;
}
