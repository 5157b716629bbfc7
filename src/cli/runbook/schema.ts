import { runbookJsonSchema } from '../../settings/schema/runbooks/json-schema.ts';
import { print } from '../terminal.ts';

/** `opsknight runbook schema`: for editors. */
export async function printSchema(): Promise<void> {
  print(JSON.stringify(runbookJsonSchema(), null, 2));
}
