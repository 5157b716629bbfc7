import { Counter, collectDefaultMetrics, Gauge, Histogram, Registry } from 'prom-client';
import { PRIORITY } from '../notifications/priority.ts';
import type { CourierObserver } from '../notifications/queue/observer.ts';
import { errorLabel } from '../notifications/queue/slack-errors.ts';
import type { DeliveryLoad } from '../notifications/queue/store.ts';
import type { Backlog } from '../notifications/webhooks/store.ts';
import type { CallObserver } from '../slack/api/clients.ts';

/** What is measured when somebody asks, and not as it happens. */
export interface Gauges {
  load(): Promise<DeliveryLoad>;
  /** By the name of an outgoing webhook, what waits for it. */
  webhooks(): Promise<Map<string, Backlog>>;
  incidents(): Promise<Record<string, number>>;
  /** By method, from 0 to 1. */
  budgetUsed(): Map<string, number>;
  liveSockets(): number;
  /** Whether a click could be answered. */
  isReady(): boolean;
  now(): number;
}

const SECONDS = [0.1, 0.25, 0.5, 1, 2, 5, 10, 15, 30, 60, 300, 1_800];

/** What the app counts of itself, for Prometheus. Labels have few values: a kind, an outcome, a method, an error code. */
export class Metrics implements CourierObserver, CallObserver {
  private readonly registry = new Registry();
  private readonly on = { registers: [this.registry] };

  private readonly deliveries = new Counter({
    ...this.on,
    name: 'opsknight_deliveries_total',
    help: 'Attempts to deliver something to Slack, by what it was and what came of it.',
    labelNames: ['kind', 'outcome', 'error'],
  });
  private readonly calls = new Counter({
    ...this.on,
    name: 'opsknight_slack_calls_total',
    help: 'Calls of the Slack Web API, by method and what they failed with ("ok" when they did not).',
    labelNames: ['method', 'result'],
  });
  private readonly rateLimited = new Counter({
    ...this.on,
    name: 'opsknight_slack_rate_limited_total',
    help: 'Calls that Slack answered with 429; the budget is there to keep this at 0.',
    labelNames: ['method'],
  });
  private readonly alertToCard = new Histogram({
    ...this.on,
    name: 'opsknight_alert_to_card_seconds',
    help: 'From an alert to its incident being seen in Slack.',
    buckets: SECONDS,
  });
  private readonly clickToUpdate = new Histogram({
    ...this.on,
    name: 'opsknight_click_to_update_seconds',
    help: 'From what a person did to the message that shows it.',
    buckets: SECONDS,
  });

  constructor(gauges: Gauges) {
    collectDefaultMetrics({ register: this.registry });
    this.measure('opsknight_deliveries_waiting', 'Deliveries that wait for Slack.', async () => {
      return (await gauges.load()).waiting;
    });
    this.measure(
      'opsknight_deliveries_failed',
      'Deliveries that Slack has refused for good, or that were set aside; `opsknight doctor` lists them.',
      async () => (await gauges.load()).failed,
    );
    this.measure(
      'opsknight_deliveries_oldest_seconds',
      'How long the oldest waiting delivery has been waiting.',
      async () => {
        const { oldestAt } = await gauges.load();
        return oldestAt === null ? 0 : (gauges.now() - oldestAt) / 1_000;
      },
    );
    this.measureEach(
      'opsknight_outgoing_webhook_waiting',
      'Events that wait for an outgoing webhook.',
      'webhook',
      async () => Array.from(await gauges.webhooks(), ([name, { waiting }]) => [name, waiting]),
    );
    this.measureEach(
      'opsknight_outgoing_webhook_oldest_seconds',
      'How long the oldest of them has been waiting; what has waited for a day is given up.',
      'webhook',
      async () =>
        Array.from(await gauges.webhooks(), ([name, { oldestAt }]) => [
          name,
          oldestAt === null ? 0 : (gauges.now() - oldestAt) / 1_000,
        ]),
    );
    this.measure(
      'opsknight_slack_sockets',
      'Open connections over which Slack can reach the app; two when all is well.',
      async () => gauges.liveSockets(),
    );
    this.measure('opsknight_ready', '1 when a click could be answered now.', async () => (gauges.isReady() ? 1 : 0));
    this.measureEach(
      'opsknight_incidents',
      'Incidents by state, resolved ones and those of private channels excepted.',
      'state',
      async () => Object.entries(await gauges.incidents()),
    );
    this.measureEach(
      'opsknight_slack_budget_used_ratio',
      'How much of the calls that Slack allows in a burst is used up, by method.',
      'method',
      async () => gauges.budgetUsed(),
    );
  }

  /** In the text format of Prometheus. */
  async text(): Promise<{ contentType: string; body: string }> {
    return { contentType: this.registry.contentType, body: await this.registry.metrics() };
  }

  delivered: CourierObserver['delivered'] = ({ task, priority }, { first, took }) => {
    this.deliveries.inc({ kind: task.kind, outcome: 'delivered', error: '' });
    if (task.work !== task.thread) return; // no message about incidents
    if (first) this.alertToCard.observe(took / 1_000);
    else if (priority === PRIORITY.human) this.clickToUpdate.observe(took / 1_000);
  };

  postponed: CourierObserver['postponed'] = ({ task }, { code }) => {
    this.deliveries.inc({ kind: task.kind, outcome: 'postponed', error: errorLabel(code) });
  };

  refused: CourierObserver['refused'] = ({ task }, code) => {
    this.deliveries.inc({ kind: task.kind, outcome: 'refused', error: errorLabel(code) });
  };

  called: CallObserver['called'] = (method, failure) => {
    this.calls.inc({ method, result: failure ? errorLabel(failure.code) : 'ok' });
    if (failure?.kind === 'rate_limited') this.rateLimited.inc({ method });
  };

  private measure(name: string, help: string, look: () => Promise<number>): void {
    const gauge: Gauge = new Gauge({
      ...this.on,
      name,
      help,
      async collect() {
        gauge.set(await look());
      },
    });
  }

  private measureEach(
    name: string,
    help: string,
    label: string,
    look: () => Promise<Iterable<[label: string, value: number]>>,
  ): void {
    const gauge: Gauge = new Gauge({
      ...this.on,
      name,
      help,
      labelNames: [label],
      async collect() {
        gauge.reset(); // of what there is no more, nothing is said
        for (const [value, number] of await look()) gauge.set({ [label]: value }, number);
      },
    });
  }
}
