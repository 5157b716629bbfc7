import type { Logger } from 'pino';
import { DueWork } from './app/due-work.ts';
import { installing } from './app/installing.ts';
import { takeBack } from './audit/take-back.ts';
import { CheckUpWatch } from './check-up-watch.ts';
import type { Config, SlackTokens } from './config.ts';
import { startHousekeeping } from './housekeeping.ts';
import { Arrivals } from './http/arrivals.ts';
import { createHttpApp, type HttpServer, startHttpServer } from './http/server.ts';
import { SignInLinks } from './http/sign-in.ts';
import { IncidentService, type Responders } from './incidents/service.ts';
import { RequestLimits } from './keys/request-limits.ts';
import { Lease } from './lease/lease.ts';
import { type Clock, systemStopwatch } from './lib/clock.ts';
import { getText } from './lib/get-text.ts';
import { Keyring } from './lib/keyring.ts';
import { STORAGE_TROUBLES } from './lib/storage-failure.ts';
import type { MaintenanceStore } from './maintenance/store.ts';
import { Metrics } from './metrics/metrics.ts';
import { AcknowledgeLinks } from './notifications/contacts/acknowledge-link.ts';
import { PersonalContacts } from './notifications/contacts/personal.ts';
import { Budget } from './notifications/queue/budget.ts';
import { Courier } from './notifications/queue/courier.ts';
import type { Carriers } from './notifications/queue/outside.ts';
import { refusals } from './notifications/queue/refused-pages.ts';
import { SlackTime } from './notifications/queue/slack-time.ts';
import { Notifier } from './notifications/requested/notifier.ts';
import { StormBulk } from './notifications/storms/bulk.ts';
import { idIn } from './notifications/types.ts';
import { watchOthers } from './others-watch.ts';
import { contactCarrier } from './outside/contacts/carrier.ts';
import { checkCarrier } from './outside/contacts/check-carrier.ts';
import { transportsOf } from './outside/contacts/transports.ts';
import { OutgoingHosts } from './outside/hosts.ts';
import { readActions } from './outside/runbooks/actions.ts';
import { outsideOfRunbooks } from './outside/runbooks/outside.ts';
import { webhookCarrier } from './outside/webhooks/carrier.ts';
import type { SlackAccount } from './people/actor.ts';
import { CONTACT_KINDS } from './people/contact.ts';
import { PostMortems } from './post-mortems/service.ts';
import { useProxyOfEnvironment } from './proxy.ts';
import { OutsideSteps } from './runbooks/outside-steps.ts';
import { RunbookService } from './runbooks/service.ts';
import { watchSelf } from './self-watch.ts';
import { RunningEditor } from './settings/editor.ts';
import { ServiceAccess } from './settings/service-access.ts';
import { composeNotification } from './slack/cards/notification.ts';
import { runbookMessage } from './slack/cards/runbook-message.ts';
import { IncidentViews } from './slack/incident-views.ts';
import { TokenVault } from './slack/installations/token-vault.ts';
import { Mentions } from './slack/mentions.ts';
import { ownChannelContent } from './slack/own-channel-content.ts';
import { blockKitRenderer } from './slack/renderer.ts';
import { StormViews } from './slack/storm-views.ts';
import { SlackWorkspaces } from './slack/workspaces.ts';
import { openStorage } from './storage/open.ts';
import type { Storage } from './storage/storage.ts';
import { ClockWatch } from './timekeeping/clock-watch.ts';
import { type Machine, thisMachine } from './timekeeping/machine.ts';
import { Timekeeper } from './timekeeping/timekeeper.ts';

export interface OpsKnight {
  /** Where it listens: `http://127.0.0.1:3000`. */
  url: string;
  /** Resolves when another OpsKnight has taken the database over: nothing is written or sent any more. */
  lost: Promise<void>;
  /** What links to its pages start with. */
  baseUrl: string;
  /** Finishes what is under way and closes everything. */
  stop(): Promise<void>;
}

/** What the app finds around it, where that is not this machine and Slack's limits. */
export interface Surroundings {
  machine?: Machine;
  budget?: Budget;
}

/** Puts the app together and starts it. The only place that knows every room. */
export async function startOpsKnight(
  config: Config,
  tokens: SlackTokens,
  logger: Logger,
  { machine = thisMachine(), budget = new Budget(systemStopwatch) }: Surroundings = {},
): Promise<OpsKnight> {
  const clock: Clock = { now: () => timekeeper.now() };
  const storage = await openStorage(config.databaseUrl, { clock, user: 'app' });
  const lease = await Lease.take({ store: storage.lease, stopwatch: systemStopwatch, logger }).catch(
    async (error: unknown) => {
      await storage.close();
      throw error;
    },
  );
  const timekeeper = Timekeeper.from(machine, await storage.clock.last());
  const { incidents: store, settings, deliveries, people, connections, sessions, keys, pending } = storage;
  const server: HttpServer = await startHttpServer(config.http).catch(async (error: unknown) => {
    await lease.release();
    await storage.close();
    throw error;
  });
  const baseUrl = config.http.baseUrl ?? server.url;

  const arrivals = new Arrivals(systemStopwatch);

  const wake = () => {
    courier.wake();
    due.wake();
  };
  const wakeAll = () => {
    courier.wake();
    due.wakeAll();
  };
  /** Settings may have been changed, here or by another process. */
  const lookAtSettings = () => {
    wakeAll();
    workspaces.lookAtNamed().catch((error: unknown) => {
      logger.warn({ err: error }, 'the connections of opsknight.yml could not be looked at');
    });
  };
  const settingsEditor = new RunningEditor({
    writer: storage.settingsWriter,
    onChanged: () => lookAtSettings(),
    onFailure: (error) =>
      logger.warn({ err: error }, 'open incidents have yet to have what new settings mean for them'),
  });
  const metrics = new Metrics({
    load: () => deliveries.load(),
    webhooks: async () => {
      const all = await settings.outgoingWebhooks();
      return new Map(
        await Promise.all(all.map(async ({ name }) => [name, await storage.webhooks.backlog(name)] as const)),
      );
    },
    incidents: () => store.countLive('anyone'),
    budgetUsed: () => budget.used(),
    liveSockets: () => workspaces.liveSockets,
    isReady: () => workspaces.trouble() === null,
    now: () => clock.now(),
  });
  const serviceAccess = new ServiceAccess({ settings, people, connections });
  const responders: Responders = {
    maySee: async (number, person) =>
      workspaces.isOpen(person.connectionId) && store.isVisible(number, await workspaces.viewer(person)),
    mayAct: (number, person) => serviceAccess.mayAct(person, async () => (await store.get(number))?.serviceId ?? null),
    mayChoose: (serviceId, person) => serviceAccess.mayChoose(person, serviceId),
    assignee: async (whom, number, by) => {
      const known = number === null ? [] : store.connectionsOf(number);
      const ids = by.kind === 'person' ? [by.connectionId] : await known;
      return workspaces.assignee(whom, ids);
    },
  };
  const incidents = new IncidentService(store, clock, wake, responders);
  const maintenance: MaintenanceStore = {
    ...storage.maintenance,
    async end(...args) {
      const ended = await storage.maintenance.end(...args);
      wake(); // whoever was not paged is from now on
      return ended;
    },
  };
  const outgoingHosts = OutgoingHosts.of(config.outgoingHosts);
  const transports = transportsOf({ ...config, outgoingHosts });
  const personalContacts = new PersonalContacts({
    store: storage.personalContacts,
    kinds: CONTACT_KINDS.filter((kind) => transports[kind] !== null),
    mayLeadTo: outgoingHosts && ((url) => outgoingHosts.allows(url)),
    directory: () => storage.onCall.directory(),
    clock,
    onChanged: wake,
  });
  const links = new AcknowledgeLinks(baseUrl, () => storage.contacts.linkSecret());
  const views = new IncidentViews(store, settings, baseUrl, clock);
  const postMortems = new PostMortems({
    store: storage.postMortems,
    incidents: store,
    settings,
    responders,
    pageUrl: (number) => views.pageUrl(number),
    clock,
    onOwed: wake,
  });
  const mentions = new Mentions({ settings, userGroups: storage.userGroups, people });
  const storms = new StormViews(storage.storms, views, mentions);
  const stormBulk = new StormBulk(storage.storms, incidents, logger);
  const { botToken, ...inbound } = tokens;
  const vault = config.encryptionKeys.length > 0 ? new TokenVault(new Keyring(config.encryptionKeys)) : null;
  const workspaces = new SlackWorkspaces(
    {
      primary: await connections.primary(),
      botToken,
      inbound,
      apiUrl: config.slack.apiUrl,
      proxy: useProxyOfEnvironment(process.env),
      oauth: config.oauth,
      vault,
      installUrl: `${baseUrl}/slack/install`,
      environment: process.env,
    },
    {
      connections,
      installations: storage.installations,
      peopleStore: people,
      pending,
      linkRequests: storage.linkRequests,
      incidents,
      store,
      deliveries: { ...deliveries, redraw: waking(deliveries.redraw, wake) },
      notifications: storage.notifications,
      settings,
      serviceAccess,
      onCall: storage.onCall,
      maintenance,
      postMortems,
      ownChannels: storage.ownChannels,
      runbooks: storage.runbooks,
      timelineMessages: storage.timelineMessages,
      subscriptions: storage.subscriptions,
      teamChannels: storage.teamChannels,
      personalContacts,
      settingsEditor,
      audit: storage.audit,
      keys,
      userGroups: { ...storage.userGroups, failed: waking(storage.userGroups.failed, wake) },
      onOwed: () => courier.wake(),
      signIn: new SignInLinks(sessions, arrivals, baseUrl, clock),
      views,
      storms,
      commandStorm: async (request) => {
        const viewer = await workspaces.viewer(request.actor);
        const count = await storage.storms.ask(request, viewer, clock.now());
        stormBulk.wake();
        return count;
      },
      stormIsDone: (requestKey) => stormBulk.isDone(requestKey),
      budget,
      callObserver: metrics,
      clock,
      logger,
      onReachable: () => courier.slackIsBack(),
    },
  );
  const webhookWorld = {
    environment: process.env,
    hosts: outgoingHosts,
    instance: () => storage.webhooks.instance(),
    now: () => clock.now(),
  };
  const carriers: Carriers = {
    check: checkCarrier(transports, { store: storage.personalContacts, clock }),
    contact: contactCarrier(transports, {
      store,
      incidents,
      settings,
      links,
      pageUrl: (number) => views.pageUrl(number),
      mayKnow: (number, email) => workspaces.mayKnow(number, email),
    }),
    webhook: webhookCarrier({
      store: storage.webhooks,
      incidents: store,
      settings,
      baseUrl,
      ...webhookWorld,
    }),
  };
  const eyesOf = async (person: SlackAccount) =>
    workspaces.isOpen(person.connectionId) ? workspaces.viewer(person) : null;
  const courier = new Courier(
    {
      store: deliveries,
      onEnded: ({ task, connectionId, inDoubtSince }) => {
        if (task.kind.startsWith('runbook_')) due.wakeSteps();
        if (task.kind === 'card' && inDoubtSince !== null) workspaces.cardFound(connectionId, idIn(task.work));
      },
      slack: workspaces.port,
      carriers,
      ownChannels: {
        store: storage.ownChannels,
        incidents,
        content: (channel) => ownChannelContent(channel, { store, settings, views }),
      },
      renderer: blockKitRenderer(store, people, views, storms, mentions, { eyesOf, rooms: storage.ownChannels }, clock),
      budget,
      whenUnknown: config.slack.whenUnknown,
      clock,
      stopwatch: systemStopwatch,
      random: Math.random,
      slackTime: new SlackTime(systemStopwatch, (connectionId) => deliveries.latestMessageAt(connectionId)),
      refuse: refusals({ deliveries, storms: storage.storms, incidents, onCall: storage.onCall, carriers, clock }),
      fallbackChannel: async (connectionId) => (await settings.workspace(connectionId)).defaultChannel,
    },
    metrics,
    logger,
  );
  const due = new DueWork({
    storage,
    incidents,
    runbooks: () => runbooks,
    onOwed: () => courier.wake(),
    clock,
    logger,
  });
  const outsideSteps = new OutsideSteps({
    store: storage.runbooks,
    outside: outsideOfRunbooks({
      ...webhookWorld,
      actions: await readActions(config.runbookActions),
      isPrivate: (number) => storage.webhooks.isPrivate(number),
    }),
    clock,
    logger,
    onChanged: wake,
  });
  const runbooks = new RunbookService({
    store: storage.runbooks,
    incidents,
    incidentStore: store,
    settings,
    onCall: storage.onCall,
    compose: runbookMessage,
    outside: outsideSteps,
    pageUrl: (number) => views.pageUrl(number),
    clock,
    onChanged: wake,
  });

  const clockWatch = new ClockWatch({ timekeeper, store: storage.clock, logger, onSet: wakeAll });

  const notifier = new Notifier({
    store: storage.notifications,
    templates: () => settings.templates(),
    compose: composeNotification,
    connections,
    clock,
    onOwed: wake,
  });
  const troubles = async () =>
    [await storageTrouble(storage), workspaces.trouble()].filter((trouble) => trouble !== null);
  const http = createHttpApp({
    baseUrl,
    incidents,
    store,
    settings,
    serviceAccess,
    people,
    keys,
    limits: new RequestLimits(systemStopwatch),
    sessions,
    onCall: storage.onCall,
    postMortems,
    notifier,
    notifications: storage.notifications,
    settingsLog: {
      admin: (person) => workspaces.settingsAdmin(person),
      hides: (person) => workspaces.hides(person),
      list: (query) => storage.audit.list(query),
      takeBack: async (id, by) => {
        const taken = await takeBack(id, by, clock.now(), {
          audit: storage.audit,
          writer: storage.settingsWriter,
          keys,
        });
        if (taken.kind === 'taken_back') settingsEditor.follow();
        return taken;
      },
    },
    acknowledgeLinks: links,
    mayKnow: (number, email) => workspaces.mayKnow(number, email),
    insights: storage.insights,
    runbooks: storage.runbooks,
    arrivals,
    slackUrl: new URL(config.slack.apiUrl).origin,
    installing: await installing({
      config,
      baseUrl,
      vault,
      takesPrimary: botToken === null,
      store: storage.installations,
      workspaces,
      clock,
      logger,
    }),
    slackEndpoint: workspaces.endpoint,
    heartbeats: due.heartbeats,
    maintenance,
    cards: deliveries,
    rooms: storage.ownChannels,
    workspaceRules: (connectionId) => workspaces.rules(connectionId),
    viewer: (person) => workspaces.viewer(person),
    sharedPrivateChannels: (person) => workspaces.sharedPrivateChannels(person),
    troubles,
    metrics,
    getText,
    environment: process.env,
    instance: () => storage.webhooks.instance(),
    pendingWrites: () => storage.health.pendingWrites(),
    clock,
    logger,
  });
  await clockWatch.start();
  await due.attend();
  server.serve(http);
  const checkUpWatch = new CheckUpWatch({
    ...storage,
    async scopes() {
      const scopes = await workspaces.scopes();
      return scopes && { missing: scopes.missing ?? [], needless: scopes.needless ?? [] };
    },
    onOwed: wake,
    clock,
    logger,
  });
  const stopHousekeeping = startHousekeeping(
    {
      incidents: store,
      sessions,
      deliveries,
      notifications: storage.notifications,
      pending,
      settingsWriter: storage.settingsWriter,
      settings,
      retention: storage.retention,
      budget,
    },
    clock,
    logger,
  );
  const stopWatchingSelf = config.deadManUrl ? watchSelf({ url: config.deadManUrl, troubles, logger }) : null;
  const stopWatchingOthers = watchOthers(storage.writtenByOthers, lookAtSettings, logger);
  due.start();
  courier.start();
  stormBulk.wake();
  await workspaces.start();
  checkUpWatch.start();

  return {
    url: server.url,
    lost: lease.lost,
    baseUrl,
    async stop() {
      stopHousekeeping();
      await checkUpWatch.stop();
      stopWatchingOthers();
      await stopWatchingSelf?.();
      await server.stop();
      await workspaces.stop();
      await due.stop();
      await outsideSteps.stop();
      await settingsEditor.stop();
      await stormBulk.stop();
      await courier.stop();
      await clockWatch.stop();
      await lease.release();
      await storage.close();
    },
  };
}

/** An operation that owes something to Slack: the courier is told, since it doesn't poll. */
function waking<Args extends unknown[]>(operation: (...args: Args) => Promise<void>, wake: () => void) {
  return async (...args: Args) => {
    await operation(...args);
    wake();
  };
}

/** Why nothing can be written, for people; null when it can. */
async function storageTrouble({ health }: Storage): Promise<string | null> {
  const failure = await health.trouble();
  if (!failure) return null;
  const { remedy } = STORAGE_TROUBLES[failure.trouble];
  return `nothing can be written: ${failure.message}; ${remedy}`;
}
