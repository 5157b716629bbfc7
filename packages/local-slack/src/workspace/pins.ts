import type { ChangeFeed } from '../changes.ts';
import type { EventSink } from './events.ts';
import type { Message } from './messages.ts';

export interface Pin {
  readonly channelId: string;
  readonly ts: string;
  readonly userId: string;
  readonly created: number;
}

/** What is pinned to channels, newest first (https://docs.slack.dev/reference/methods/pins.add). */
export class Pins {
  #all: Pin[] = [];

  constructor(
    private readonly feed: ChangeFeed,
    private readonly events: EventSink,
    private readonly hears: (channelId: string) => boolean,
    /** Slack says so in the channel. */
    private readonly remark: (message: Message, userId: string) => void,
  ) {}

  /** As they were in an earlier run. */
  restore(pins: readonly Pin[]): void {
    this.#all = [...pins];
  }

  get all(): readonly Pin[] {
    return this.#all;
  }

  of(channelId: string): Pin[] {
    return this.#all.filter((pin) => pin.channelId === channelId);
  }

  find({ channelId, ts }: Message): Pin | undefined {
    return this.#all.find((pin) => pin.channelId === channelId && pin.ts === ts);
  }

  /** False when it is pinned already. */
  add(message: Message, userId: string): boolean {
    if (this.find(message)) return false;
    const { channelId, ts } = message;
    const pin: Pin = { channelId, ts, userId, created: Math.floor(Date.now() / 1000) };
    this.#all = [pin, ...this.#all];
    this.feed.notify();
    this.remark(message, userId);
    this.#announce('added', message, pin, userId);
    return true;
  }

  /** False when it is not pinned. */
  remove(message: Message, userId: string): boolean {
    const pin = this.find(message);
    if (!pin) return false;
    this.#all = this.#all.filter((one) => one !== pin);
    this.feed.notify();
    this.#announce('removed', message, pin, userId);
    return true;
  }

  /** https://docs.slack.dev/reference/events/pin_added and pin_removed */
  #announce(what: 'added' | 'removed', message: Message, pin: Pin, userId: string): void {
    const { channelId: channel, ts, created, userId: pinner } = pin;
    if (!this.hears(channel)) return;
    const count = this.of(channel).length;
    this.events.emit({
      type: `pin_${what}`,
      scope: 'pins:read',
      body: () => ({
        user: userId,
        channel_id: channel,
        item: { type: 'message', channel, created, created_by: pinner, message: { ts, user: message.userId } },
        item_user: message.userId,
        pin_count: count,
        pinned_info: { channel, pinned_by: pinner, pinned_ts: created },
        ...(what === 'removed' ? { has_pins: count > 0 } : {}),
      }),
    });
  }
}
