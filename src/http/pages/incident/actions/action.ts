import type { JSX } from 'hono/jsx/jsx-runtime';
import type { AskedCommand } from '../../../../incidents/commands.ts';
import type { PersonActor } from '../../../../people/actor.ts';
import type { Form } from '../../forms.tsx';
import type { TimeFrame } from '../../time.tsx';
import type { IncidentContent } from '../content.ts';

/** Something that people can do on an incident's page: its form, and what that asks for, are together. */
export interface PageAction {
  /** The last part of the path that the form is sent to. */
  readonly name: string;
  /** Null while it is not possible. */
  form(content: IncidentContent): JSX.Element | null;
  /** What a sent form asks for, or what has to be changed in it. Whether it is allowed is for `decide` to say. */
  command(form: Form, asking: Asking): AskedCommand | { problem: string };
}

/** Who has sent the form, and how they read and write times. */
export interface Asking extends TimeFrame {
  actor: PersonActor;
}

export function pathOf({ incident }: Pick<IncidentContent, 'incident'>, name: string): string {
  return `/incidents/${incident.number}/${name}`;
}
