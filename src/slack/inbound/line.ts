import type { ReceiverEvent } from '@slack/bolt';
import type { Logger } from 'pino';
import type { Dispatcher } from 'undici';
import type { InboundSecret } from '../../config.ts';
import { type Clock, systemStopwatch, type UtcMs } from '../../lib/clock.ts';
import type { Budget } from '../../notifications/queue/budget.ts';
import type { CallObserver } from '../api/clients.ts';
import { toSlackFailure } from '../api/failures.ts';
import { slackLogger } from '../logger.ts';
import { Socket } from '../sockets/socket.ts';
import { SocketSupervisor } from '../sockets/supervisor.ts';
import type { Envelope } from './envelope.ts';
import { HttpEndpoint } from './http-endpoint.ts';
import type { Inbound } from './inbound.ts';
import { InboundReceiver } from './receiver.ts';

export interface LineDeps {
  /** Ends in a slash. */
  apiUrl: string;
  proxy: Dispatcher | undefined;
  /** What opening sockets counts for. */
  connectionId: number;
  /** Does what Slack asks for; whichever workspace it is of. */
  deliver(request: ReceiverEvent): Promise<void>;
  /** Slack can be reached (again). */
  onConnected(): void;
  budget: Budget;
  observer: CallObserver;
  clock: Clock;
  logger: Logger;
}

/** One line from Slack for all workspaces that an app is in: over sockets, or at addresses of the app's own. */
export class SlackLine {
  /** Takes what Slack sends to our addresses; null where it comes over sockets. */
  readonly endpoint: HttpEndpoint | null;
  private readonly inbound: Inbound;
  private since: UtcMs | null = null;

  constructor(
    secret: InboundSecret,
    private readonly deps: LineDeps,
  ) {
    const receiver = new InboundReceiver((request) => deps.deliver(request), deps.logger);
    const receive = (envelope: Envelope) => receiver.receive(envelope);
    if ('appToken' in secret) {
      this.endpoint = null;
      this.inbound = this.sockets(secret.appToken, receive);
    } else {
      this.endpoint = new HttpEndpoint(secret.signingSecret, receive, deps.clock, deps.logger);
      this.inbound = this.endpoint;
    }
  }

  start(): void {
    this.inbound.start();
  }

  stop(): Promise<void> {
    return this.inbound.stop();
  }

  /** Since when at least one socket has been open; null while none is, and where there are none. */
  get connectedSince(): UtcMs | null {
    return this.since;
  }

  /** How many sockets are open. */
  get liveSockets(): number {
    return this.inbound.liveSockets;
  }

  private sockets(appToken: string, receive: (envelope: Envelope) => Promise<void>): SocketSupervisor {
    const { apiUrl, proxy, logger, clock, onConnected } = this.deps;
    const openSocket = () =>
      Socket.open({
        appToken,
        apiUrl,
        proxy,
        logger: slackLogger(logger, 'socket-mode'),
        onEnvelope: (envelope) => void receive(envelope),
      });
    return new SocketSupervisor(
      () => counted(openSocket, this.deps),
      {
        onConnected: () => {
          this.since = clock.now();
          logger.info('connected to Slack');
          onConnected();
        },
        onDisconnected: () => {
          this.since = null;
          logger.warn('no connection to Slack: clicks and commands do not arrive until it is back');
        },
      },
      systemStopwatch,
      logger,
    );
  }
}

/** Opening a socket is a call like any other, but never waits for the budget: without it nobody can be heard. */
async function counted(
  open: () => Promise<Socket>,
  { connectionId, budget, observer }: Pick<LineDeps, 'connectionId' | 'budget' | 'observer'>,
): Promise<Socket> {
  const method = 'apps.connections.open';
  budget.overdraw({ connectionId, method, channelId: null });
  try {
    const socket = await open();
    observer.called(method, null);
    return socket;
  } catch (error) {
    observer.called(method, toSlackFailure(error));
    throw error;
  }
}
