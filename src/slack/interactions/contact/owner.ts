import { createHash } from 'node:crypto';
import { z } from 'zod';
import type { Owner, OwnReach } from '../../../notifications/contacts/personal-store.ts';
import type { ShownMethod } from '../../../people/contact.ts';
import { actorOf } from '../../../people/permissions.ts';
import type { Deps } from '../deps.ts';

/** Whoever sets how they are paged; null for somebody whom opsknight.yml does not know. */
export async function ownerOf({ people }: Deps, slackUserId: string): Promise<Owner | null> {
  const person = await people.known(slackUserId);
  return person?.user ? { ...actorOf(person), userId: person.user.id } : null;
}

const KEY_LENGTH = 16;

/** What buttons call a method by: an address may be longer than they can hold, and is nobody else's business. */
export function keyOf({ kind, address }: Pick<ShownMethod, 'kind' | 'address'>): string {
  return createHash('sha256').update(`${kind}:${address}`).digest('hex').slice(0, KEY_LENGTH);
}

export function methodOf({ methods }: OwnReach, key: string | undefined): ShownMethod | null {
  return methods.find((method) => keyOf(method) === key) ?? null;
}

const metadata = z.object({ method: z.string() });

/** Which method a form is about. */
export function writeMethod(method: Pick<ShownMethod, 'kind' | 'address'>): string {
  return JSON.stringify({ method: keyOf(method) } satisfies z.infer<typeof metadata>);
}

/** Null for what is not ours. */
export function readMethod(view: { private_metadata: string }): string | null {
  try {
    return metadata.parse(JSON.parse(view.private_metadata)).method;
  } catch {
    return null;
  }
}
