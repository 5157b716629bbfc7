import type { MaintenanceSpan } from '../incidents/maintenance.ts';
import type { Actor } from '../people/actor.ts';

/** Maintenance as people see it. */
export interface MaintenanceWindow extends MaintenanceSpan {
  /** Null for what opsknight.yml says. */
  id: number | null;
  serviceId: number;
  service: string;
  reason: string | null;
  /** Null for what opsknight.yml says. */
  by: Actor | null;
}

export interface NewMaintenance extends MaintenanceSpan {
  serviceId: number;
  reason: string | null;
  by: Actor;
}

/** Of one service, so many at most are not over. */
export const MAX_WINDOWS = 100;

export type MaintenanceStarted =
  | 'begun'
  /** The same request has had its effect. */
  | 'repeated'
  /** The service has `MAX_WINDOWS` that are not over. */
  | 'full';

/** What begins and ends is in the audit log. */
export interface MaintenanceStore {
  /** What is not over yet, by when it begins. */
  list(): Promise<MaintenanceWindow[]>;
  /** @param requestKey unique per request */
  start(maintenance: NewMaintenance, requestKey: string): Promise<MaintenanceStarted>;
  /**
   * Ends what people have begun for a service, at once; whoever was not paged is from now on. What opsknight.yml says stays.
   * @returns how many were ended; null for a request that has had its effect.
   */
  end(serviceId: number, by: Actor, requestKey: string): Promise<number | null>;
}
