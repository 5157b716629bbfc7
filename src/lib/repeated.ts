/** Does something at once, and again and again with a rest in between, until it is stopped. */
export class Repeated {
  private timer: NodeJS.Timeout | undefined;
  private underWay: Promise<void> = Promise.resolve();
  private isStopped = false;

  /** @param act never rejects. @param rest in milliseconds. */
  constructor(
    private readonly act: () => Promise<void>,
    private readonly rest: number,
  ) {}

  /** Resolves when it has been done once. */
  async start(): Promise<void> {
    this.underWay = this.act();
    await this.underWay;
    if (!this.isStopped) this.timer = setTimeout(() => void this.start(), this.rest);
  }

  /** Resolves when what is under way is done. */
  async stop(): Promise<void> {
    this.isStopped = true;
    clearTimeout(this.timer);
    await this.underWay;
  }
}
