import { isSameName } from '../oncall/targets.ts';
import type { Plan } from './plan.ts';
import { type Problem, SettingsError } from './problems.ts';

/**
 * A service is of one project at most, and what a project has claimed, a connection or a channel, no service of another one uses, nor one of
 * none.
 */
export function refuseWhatIsOthers({ projects, services }: Pick<Plan, 'projects' | 'services'>): void {
  const claims = projects.flatMap(({ after }) => after ?? []);
  const ownerOf = (service: string) =>
    claims.find((project) => project.services.some((one) => isSameName(one, service)));
  const problems: Problem[] = [];
  const problem = (path: string, message: string) => problems.push({ place: null, path, message });

  for (const [index, project] of claims.entries()) {
    for (const other of claims.slice(0, index)) {
      const both = project.services.filter((name) => other.services.some((one) => isSameName(one, name)));
      for (const name of both) {
        problem(
          `project ${quoted(project.name)}`,
          `names the service ${quoted(name)}, which is one of ${quoted(other.name)} already`,
        );
      }
    }
  }
  for (const { after: service } of services) {
    if (!service) continue;
    const own = ownerOf(service.name);
    const others = claims.filter((project) => project !== own);
    const path = `service ${quoted(service.name)}`;
    const connection = [service.connection, ...service.shared_with].find((name) => name && claimedBy(name, others));
    if (connection) {
      const owner = claimedBy(connection, others)?.name ?? '';
      problem(
        path,
        `uses the connection ${quoted(connection)}, which only services of the project ${quoted(owner)} may use`,
      );
    }
    for (const channel of [service.channel, ...service.channels]) {
      const owner = others.find(({ channels }) => channel !== null && channels.includes(channel));
      if (owner && !own?.channels.includes(channel ?? '')) {
        problem(path, `names the channel ${channel}, which only services of the project ${quoted(owner.name)} may use`);
      }
    }
  }
  if (problems.length > 0) throw new SettingsError(problems);

  function claimedBy(name: string, among: typeof claims) {
    const claimed = among.find(({ connections }) => connections.some((one) => isSameName(one, name)));
    return claimed;
  }
}

function quoted(name: string): string {
  return JSON.stringify(name);
}
