import type { Logger } from 'pino';
import { checkUp, type Examined, UNUSED_AFTER } from './check-up/check-up.ts';
import { isInUse, type KeyStore } from './keys/store.ts';
import { type Clock, DAY, SECOND, type UtcMs } from './lib/clock.ts';
import type { CheckUpStore } from './notifications/check-ups.ts';
import { rosterBefore } from './oncall/roster.ts';
import type { OnCallStore } from './oncall/store.ts';
import { namedChannels } from './settings/named-channels.ts';
import type { SettingsStore } from './settings/store.ts';
import { usedScopes } from './settings/used-scopes.ts';
import type { SettingsWriter } from './settings/writer.ts';
import { checkUpParts } from './words/check-up.ts';

/** Mondays, when the week begins in which something can be done. */
const WHEN = { weekday: 'mon', at: '08:00' } as const;
const ZONE = 'UTC';
/** A clock that was set, and set back, makes no second one of a week. */
const APART = 6 * DAY;

/** How often it is looked whether it is time. */
const EVERY = 5 * SECOND;
/** When nobody can be told, or it broke. */
const AGAIN_AFTER = 600 * SECOND;

export interface ExaminedDeps {
  keys: Pick<KeyStore, 'list'>;
  settings: Pick<SettingsStore, 'services' | 'workspaces' | 'schedulesOf'>;
  settingsWriter: Pick<SettingsWriter, 'read'>;
  onCall: Pick<OnCallStore, 'directory'>;
  checkUps: Pick<CheckUpStore, 'quietChannels' | 'scopesUsedBefore'>;
}

/** All that a check-up looks at, as it is now. */
export async function examinedNow(
  { keys, settings, settingsWriter, onCall, checkUps }: ExaminedDeps,
  scopes: Examined['scopes'],
  now: UtcMs,
): Promise<Examined> {
  const [services, [primary], quiet, current, before] = await Promise.all([
    settings.services(),
    settings.workspaces(),
    checkUps.quietChannels(now - UNUSED_AFTER),
    settingsWriter.read(),
    checkUps.scopesUsedBefore(),
  ]);
  const schedules = primary ? await settings.schedulesOf(primary.connectionId) : [];
  const named = primary && namedChannels(primary.connectionId, { workspace: primary.settings, services, schedules });
  return {
    services,
    scopes,
    scopesInUse: { now: usedScopes(current), before },
    keys: (await keys.list()).filter((key) => isInUse(key, now)),
    directory: await onCall.directory(),
    policies: current.escalation_policies.map(({ name }) => name),
    unusedChannels: quiet
      .filter(({ id, name }) => !named?.has(id) && !named?.has(`#${name}`))
      .map(({ name }) => `#${name}`),
  };
}

export interface CheckUpWatchDeps extends ExaminedDeps {
  checkUps: CheckUpStore;
  /** What the token of the organisation's connection may do; null when Slack does not say. */
  scopes(): Promise<Examined['scopes']>;
  /** Messages are owed to admins. */
  onOwed(): void;
  clock: Clock;
  logger: Logger;
}

/** Tells the admins once a week what the check-up has found, if it has found something. */
export class CheckUpWatch {
  private timer: NodeJS.Timeout | undefined;
  private looking: Promise<void> | null = null;
  private isStopped = false;

  constructor(private readonly deps: CheckUpWatchDeps) {}

  start(): void {
    this.looking = this.lookSafely().then((wait) => {
      this.looking = null;
      if (!this.isStopped) this.timer = setTimeout(() => this.start(), wait);
    });
  }

  async stop(): Promise<void> {
    this.isStopped = true;
    clearTimeout(this.timer);
    await this.looking;
  }

  /** @returns false when nobody can be told now. */
  async look(): Promise<boolean> {
    const { checkUps, clock, onOwed } = this.deps;
    const now = clock.now();
    const due = rosterBefore(WHEN, ZONE, now);
    const last = await checkUps.lastDue();
    if (last !== null && Math.abs(due - last) < APART) return true;
    if (last === null) {
      // The first week has none: it begins in the middle of it, while much is still being set up.
      await checkUps.note(due, null, usedScopes(await this.deps.settingsWriter.read()), now);
      return true;
    }
    const examined = await examinedNow(this.deps, await this.deps.scopes(), now);
    const findings = checkUp(examined, now);
    const notice = findings.length === 0 ? null : ({ kind: 'check_up', parts: checkUpParts(findings, now) } as const);
    const noted = await checkUps.note(due, notice, examined.scopesInUse.now, now);
    if (noted === 'noted' && notice) onOwed();
    return noted !== 'nobody';
  }

  private async lookSafely(): Promise<number> {
    const { logger } = this.deps;
    try {
      if (await this.look()) return EVERY;
      logger.warn('the weekly check-up has found something, and Slack reaches no admin: see `opsknight check-up`');
    } catch (error) {
      logger.warn({ err: error }, 'the weekly check-up could not be made; it is tried again in some minutes');
    }
    return AGAIN_AFTER;
  }
}
