/** What all their dedup keys begin with. */
export const HEARTBEATS = 'heartbeat:';

/** The dedup key of incidents about a heartbeat: of its own, so that no monitor's alert is taken for it. */
export function heartbeatKey(name: string): string {
  return `${HEARTBEATS}${name.toLowerCase()}`;
}

export function isOfHeartbeat({ dedupKey }: { dedupKey: string }): boolean {
  return dedupKey.startsWith(HEARTBEATS);
}
