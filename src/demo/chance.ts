/** What looks like chance and is the same each time: mulberry32. */
export class Chance {
  constructor(private state: number) {}

  /** From 0 to 1. */
  share(): number {
    this.state = (this.state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(this.state ^ (this.state >>> 15), this.state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  }

  isSo(probability: number): boolean {
    return this.share() < probability;
  }

  oneOf<T>(some: readonly [T, ...T[]]): T {
    return some[Math.floor(this.share() * some.length)] ?? some[0];
  }

  /** A whole number whose mean is this one. */
  count(mean: number): number {
    return Math.floor(mean * (0.5 + this.share()) + this.share());
  }

  /** A span of time: mostly somewhat less than `typical`, now and then several times as long. */
  about(typical: number): number {
    const bell = this.share() + this.share() + this.share() - 1.5;
    return Math.max(1_000, Math.round(typical * Math.exp(bell * 1.4)));
  }
}
