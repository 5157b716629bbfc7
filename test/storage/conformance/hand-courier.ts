import type { Clock } from '../../../src/clock.ts';
import type { DeliveryStore, PostedAt } from '../../../src/courier/store.ts';
import { type Delivery, type Head, type Job, workOf } from '../../../src/courier/types.ts';

/** A courier that does what a test tells it, to a Slack that takes everything. */
export class HandCourier {
  private messages = 0;

  constructor(
    private readonly deliveries: DeliveryStore,
    private readonly clock: Clock,
  ) {}

  /** What may go now, the most urgent first: "post INC-1 in #incidents". @param passed waits by itself */
  async heads(passed: Delivery[] = []): Promise<string[]> {
    const heads = await this.deliveries.heads(passed.map(({ task }) => workOf(task)));
    return Promise.all(heads.map(async (head) => this.words(head, await this.jobOf(await this.delivery(head.id)))));
  }

  /** The delivery whose turn it is; of those, the one that is described so. @param passed as for `heads` */
  async next(described?: string, passed: Delivery[] = []): Promise<Delivery> {
    for (const head of await this.deliveries.heads(passed.map(({ task }) => workOf(task)))) {
      const delivery = await this.delivery(head.id);
      if (described === undefined || this.words(head, await this.jobOf(delivery)) === described) return delivery;
    }
    throw new Error(`not owed: ${described ?? 'anything'}; but ${(await this.heads(passed)).join(', ') || 'nothing'}`);
  }

  async jobOf({ task }: Delivery): Promise<Job> {
    const job = await this.deliveries.job(task);
    if (!job) throw new Error(`what ${workOf(task)} is about is gone`);
    return job;
  }

  async begin(delivery: Delivery) {
    const begun = await this.deliveries.begin(delivery, this.clock.now());
    if (!begun) throw new Error(`${workOf(delivery.task)} is not owed any more`);
    return begun;
  }

  /** Slack takes it. @returns where a message is that was not there before. */
  async send(delivery: Delivery): Promise<PostedAt> {
    const { place } = await this.jobOf(delivery);
    await this.begin(delivery);
    const posted = { channelId: place.channelId ?? `C-${place.target.replace(/^[#@]/, '')}`, ts: this.nextTs() };
    await this.deliveries.finish(delivery, place.ts === null ? posted : null, this.clock.now());
    return posted;
  }

  /** Sends what is described so, or whatever is next. */
  async sendNext(described?: string): Promise<PostedAt> {
    return this.send(await this.next(described));
  }

  /** All that is owed, in the order in which it goes. */
  async sendAll(): Promise<string[]> {
    const sent: string[] = [];
    for (;;) {
      const next = await this.firstThatMayGo();
      if (!next) return sent;
      sent.push(next.words);
      await this.send(next.delivery);
    }
  }

  private async firstThatMayGo(): Promise<{ delivery: Delivery; words: string } | null> {
    for (const head of await this.deliveries.heads([])) {
      const delivery = await this.delivery(head.id);
      const job = await this.jobOf(delivery);
      if (!(await this.waitsForItsMessage(job))) return { delivery, words: this.words(head, job) };
    }
    return null;
  }

  /** A line of a thread that is not there yet. */
  private async waitsForItsMessage(job: Job): Promise<boolean> {
    if ((job.kind !== 'line' && job.kind !== 'storm_lines') || job.place.ts !== null) return false;
    return this.deliveries.isAwaited(job.place);
  }

  private async delivery(id: number): Promise<Delivery> {
    const delivery = await this.deliveries.delivery(id);
    if (!delivery) throw new Error(`a delivery whose turn it is, is not there: ${id}`);
    return delivery;
  }

  private words({ method }: Pick<Head, 'method'>, job: Job): string {
    const verb = method === 'chat.update' ? 'update' : 'post';
    const { target } = job.place;
    switch (job.kind) {
      case 'card':
        return `${verb} INC-${job.place.incidentNumber} in ${target}`;
      case 'line':
        return `say ${job.event.fact.kind} of INC-${job.place.incidentNumber} in ${target}`;
      case 'storm':
        return `${verb} the storm in ${target}`;
      case 'storm_lines':
        return `say lines of the storm in ${target}`;
      case 'notice':
        return `tell ${target}: ${job.place.notice.kind}`;
    }
  }

  /** As Slack writes them: each later than all before. */
  private nextTs(): string {
    return `${Math.floor(this.clock.now() / 1_000)}.${String(++this.messages).padStart(6, '0')}`;
  }
}
