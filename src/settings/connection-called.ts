export interface Called {
  name: string | null;
  teamName: string | null;
  teamId: string | null;
}

/** The connection that a name means, in any case: as opsknight.yml calls it, or the workspace's own name or id. */
export function connectionCalled<C extends Called>(name: string, connections: readonly C[]): C | undefined {
  const wanted = name.trim().toLowerCase();
  const isCalled = (called: string | null) => called?.toLowerCase() === wanted;
  return (
    connections.find((one) => isCalled(one.name)) ??
    connections.find((one) => one.name === null && (isCalled(one.teamName) || isCalled(one.teamId)))
  );
}

/** How people name it. */
export function nameOfConnection({ name, teamName, teamId }: Called): string {
  return name ?? teamName ?? teamId ?? '';
}
