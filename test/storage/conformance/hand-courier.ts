import type { Clock } from '../../../src/lib/clock.ts';
import type { ContactJob } from '../../../src/notifications/kinds/contact.ts';
import { kindOf } from '../../../src/notifications/kinds/index.ts';
import { lineOf } from '../../../src/notifications/kinds/line.ts';
import { noticeOf } from '../../../src/notifications/kinds/notice.ts';
import { retractionOf } from '../../../src/notifications/kinds/retraction.ts';
import type { DeliveryStore, PostedAt } from '../../../src/notifications/queue/store.ts';
import type { Delivery, Head, Job, Message } from '../../../src/notifications/types.ts';

/** A courier that does what a test tells it, to a Slack that takes everything. */
export class HandCourier {
  private messages = 0;

  constructor(
    private readonly deliveries: DeliveryStore,
    private readonly clock: Clock,
  ) {}

  /** What may go now, the most urgent first: "post INC-1 in #incidents". @param passed waits by itself */
  async heads(passed: Delivery[] = []): Promise<string[]> {
    const heads = await this.deliveries.heads(passed.map(({ task }) => task.work));
    return Promise.all(heads.map(async (head) => this.words(head, await this.jobOf(await this.delivery(head.id)))));
  }

  /** The delivery whose turn it is; of those, the one that is described so. @param passed as for `heads` */
  async next(described?: string, passed: Delivery[] = []): Promise<Delivery> {
    for (const head of await this.deliveries.heads(passed.map(({ task }) => task.work))) {
      const delivery = await this.delivery(head.id);
      if (described === undefined || this.words(head, await this.jobOf(delivery)) === described) return delivery;
    }
    throw new Error(`not owed: ${described ?? 'anything'}; but ${(await this.heads(passed)).join(', ') || 'nothing'}`);
  }

  async jobOf({ task }: Delivery): Promise<Job> {
    const job = await this.deliveries.job(task);
    if (!job) throw new Error(`what ${task.work} is about is gone`);
    return job;
  }

  /** The message that a delivery is, or in whose thread it is. */
  async messageOf(delivery: Delivery): Promise<Message> {
    const { message } = await this.jobOf(delivery);
    if (!message) throw new Error(`${delivery.task.work} has no message`);
    return message;
  }

  async begin(delivery: Delivery) {
    const begun = await this.deliveries.begin(delivery, this.clock.now());
    if (!begun) throw new Error(`${delivery.task.work} is not owed any more`);
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
    if (kindOf(job).isMessage || job.place.ts !== null || !job.message) return false;
    return this.deliveries.isAwaited(job.message);
  }

  private async delivery(id: number): Promise<Delivery> {
    const delivery = await this.deliveries.delivery(id);
    if (!delivery) throw new Error(`a delivery whose turn it is, is not there: ${id}`);
    return delivery;
  }

  private words({ method }: Pick<Head, 'method'>, job: Job): string {
    const verb = method === 'chat.update' ? 'update' : 'post';
    const { target } = job.place;
    const incident = kindOf(job)
      .incidents(job)
      .map((number) => `INC-${number}`);
    switch (job.kind) {
      case 'card':
        return `${verb} ${incident} in ${target}`;
      case 'line':
        return `${'isRecap' in job && job.isRecap ? 'recap' : 'say'} ${lineOf(job)?.fact.kind} of ${incident} in ${target}`;
      case 'storm':
        return `${verb} the storm in ${target}`;
      case 'storm_lines':
        return `say lines of the storm in ${target}`;
      case 'summary':
        return `sum up in ${target}`;
      case 'storm_end':
        return `say that the storm is over in ${target}`;
      case 'notice':
        return `tell ${target}: ${noticeOf(job)?.kind}`;
      case 'check':
        return `check a method of ${target}`;
      case 'notification':
        return `notify ${target}`;
      case 'retraction':
        return `take back ${retractionOf(job)?.about ?? 'the thread'} in ${target}`;
      case 'topic':
        return `set the topic of ${target}`;
      case 'incident_channel':
        return `tend the channel of ${incident}`;
      case 'contact':
        return `reach ${target} by ${(job as ContactJob).contact.method}`;
      case 'runbook_call':
      case 'post_mortem':
      case 'runbook_message':
      case 'runbook_line':
      case 'runbook_progress':
      case 'status_post':
      case 'status_line':
        return `${verb} ${job.kind} of ${incident} in ${target}`;
      case 'webhook':
        return `report to ${target}`;
    }
  }

  /** As Slack writes them: each later than all before. */
  private nextTs(): string {
    return `${Math.floor(this.clock.now() / 1_000)}.${String(++this.messages).padStart(6, '0')}`;
  }
}
