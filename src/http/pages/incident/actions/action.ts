import type { JSX } from 'hono/jsx/jsx-runtime';
import type { Command } from '../../../../incidents/commands.ts';
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
  command(form: Form, frame: TimeFrame): Command | { problem: string };
}

export function pathOf({ incident }: Pick<IncidentContent, 'incident'>, name: string): string {
  return `/incidents/${incident.number}/${name}`;
}
