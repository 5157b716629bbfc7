import type { App } from '@slack/bolt';

type Handler = (args: Record<string, unknown>) => Promise<unknown>;

/** What listens, by what it listens to: an app of Bolt that only keeps it, to be called by tests. */
export class FakeBolt {
  readonly actions = new Map<string, Handler>();
  readonly views = new Map<string, Handler>();
  readonly commands = new Map<string, Handler>();
  readonly shortcuts = new Map<string, Handler>();
  readonly suggestions = new Map<string, Handler>();
  readonly events = new Map<string, Handler>();
  readonly middleware: Handler[] = [];

  /** What the app has said to Slack, in order. */
  readonly said: string[] = [];

  get app(): App {
    const keep = (map: Map<string, Handler>) => (key: unknown, handler: Handler) => {
      const id = typeof key === 'string' ? key : Object.values(key as Record<string, string>)[1];
      if (id === undefined || map.has(id)) throw new Error(`${id} is listened to twice`);
      map.set(id, handler);
    };
    return {
      action: keep(this.actions),
      view: keep(this.views),
      command: keep(this.commands),
      shortcut: keep(this.shortcuts),
      options: keep(this.suggestions),
      event: keep(this.events),
      use: (handler: Handler) => this.middleware.push(handler),
    } as unknown as App;
  }

  /** Somebody uses a control of a card. */
  async use(actionId: string, value: string | undefined): Promise<void> {
    const handler = this.actions.get(actionId);
    if (!handler) throw new Error(`nobody listens to ${actionId}`);
    const body = { user: { id: 'U1' }, trigger_id: 'click-1', actions: [{ action_id: actionId }] };
    const action = { value, selected_option: { value } };
    await handler({ body, action, respond: undefined, ack: this.ack });
  }

  /** Somebody submits a modal. */
  async submit(viewId: string, view: Record<string, unknown>): Promise<void> {
    const handler = this.views.get(viewId);
    if (!handler) throw new Error(`nobody listens to ${viewId}`);
    await handler({ body: { user: { id: 'U1' }, view: { id: 'V1' } }, view, ack: this.ack });
  }

  private readonly ack = async (response?: unknown) => {
    this.said.push(response === undefined ? 'ack' : `ack ${JSON.stringify(response)}`);
  };
}
