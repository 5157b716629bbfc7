import type { SettingsStore } from '../../settings/store.ts';
import type { NotificationTemplate } from '../../settings/types.ts';
import { readConnections } from './connection-settings.ts';
import type { Database } from './database.ts';
import { readDocuments } from './documents.ts';
import { reference, schedulesOf } from './reference.ts';
import { readRetention } from './retention-settings.ts';
import { completeWorkspace } from './workspace-settings.ts';

export function sqliteSettingsStore({ db }: Database): SettingsStore {
  const services = () => [...reference(db).services.values()];
  return {
    async workspaces() {
      return reference(db).workspaces;
    },
    async workspace(connectionId) {
      const known = reference(db).workspaces.find((one) => one.connectionId === connectionId);
      return known?.settings ?? completeWorkspace(null);
    },
    async service(id) {
      return reference(db).services.get(id) ?? null;
    },
    async serviceByName(name) {
      return services().find((service) => isSameName(service.name, name)) ?? null;
    },
    async services() {
      return services();
    },
    async connections() {
      return readConnections(db);
    },
    async templates() {
      return readDocuments<NotificationTemplate>(db, 'template');
    },
    async webhooks() {
      return reference(db).webhooks;
    },
    async senders() {
      return reference(db).senders;
    },
    async outgoingWebhooks() {
      return reference(db).outgoingWebhooks;
    },
    async retention() {
      return readRetention(db);
    },
    async routing() {
      return reference(db).routing;
    },
    async schedulesOf(connectionId) {
      return schedulesOf(db, connectionId);
    },
    async projects() {
      return reference(db).projects;
    },
    async scheduleNames() {
      return reference(db)
        .directory.schedules.map(({ name }) => name)
        .sort();
    },
  };
}

/** "BÜRO" and "Büro" are the same service too. */
function isSameName(a: string, b: string): boolean {
  return a.toLowerCase() === b.toLowerCase();
}
