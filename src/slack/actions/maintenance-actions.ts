import type { Clock } from '../../lib/clock.ts';
import type { MaintenanceStore } from '../../maintenance/store.ts';
import type { SlackMessage } from '../../notifications/message.ts';
import type { PersonActor } from '../../people/actor.ts';
import type { SettingsStore } from '../../settings/store.ts';
import {
  maintenanceBegun,
  maintenanceEnded,
  noMaintenance,
  serviceIsGone,
  tooManyWindows,
} from '../interactions/maintenance/words.ts';
import type { MaintenanceAction } from './request.ts';

/** What came of it, in words. */
export interface MaintenanceResult {
  kind: 'maintained';
  message: SlackMessage;
}

export interface MaintenanceActionsDeps {
  maintenance: MaintenanceStore;
  settings: SettingsStore;
  clock: Clock;
}

/** Work on services, as people begin and end it: each request once. */
export class MaintenanceActions {
  constructor(private readonly deps: MaintenanceActionsDeps) {}

  async perform(action: MaintenanceAction, actor: PersonActor, requestKey: string): Promise<MaintenanceResult> {
    const { maintenance, settings, clock } = this.deps;
    const service = await settings.service(action.serviceId);
    if (!service) return told(serviceIsGone());
    if (action.kind === 'end_maintenance') {
      const ended = await maintenance.end(service.id, actor, requestKey);
      const still = (await settings.service(service.id))?.maintenance ?? [];
      return told(
        ended === 0
          ? noMaintenance(service.name, still, clock.now())
          : maintenanceEnded(service.name, still, clock.now()),
      );
    }
    const { from, to, reason } = action;
    const asked = { serviceId: service.id, from, to, reason, by: actor };
    if ((await maintenance.start(asked, requestKey)) === 'full') return told(tooManyWindows(service.name));
    return told(maintenanceBegun(service.name, to));
  }
}

function told(message: SlackMessage): MaintenanceResult {
  return { kind: 'maintained', message };
}
