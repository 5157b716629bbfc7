import { askForIncident } from '../../create-incident.ts';
import type { Subcommand } from '../subcommand.ts';

export const create: Subcommand = {
  name: 'create',
  usage: 'create [title]',
  help: 'open an incident by hand',
  async run(parts, { asker, triggerId, rest }) {
    await askForIncident(parts, asker, { triggerId, title: rest });
  },
};
