import { z } from 'zod';

/** An alert as the demo's monitoring sends it: the native event of `POST /api/events`. */
export interface DemoEvent {
  event_action: 'trigger' | 'acknowledge' | 'resolve';
  dedup_key: string;
  title?: string;
  description?: string;
  urgency?: 'HIGH' | 'MEDIUM' | 'LOW';
  service?: string;
  components?: string[];
  source?: string;
  url?: string;
  details?: { links: { text: string; url: string }[] };
}

const accepted = z.object({
  results: z.array(z.object({ action: z.string(), incident: z.string().nullable().optional() })),
});

/** The systems inside the demo's firewall: they talk to the app through its HTTP door, as real ones do. */
export class Monitor {
  constructor(
    private readonly appUrl: () => string,
    readonly apiKey: string,
  ) {}

  /** @returns what became of each event: "INC-7 opened". */
  async send(...events: DemoEvent[]): Promise<string[]> {
    const answer = await fetch(`${this.appUrl()}/api/events`, {
      method: 'POST',
      headers: { authorization: `Bearer ${this.apiKey}`, 'content-type': 'application/json' },
      body: JSON.stringify(events),
    });
    if (!answer.ok) throw new Error(`OpsKnight answered ${answer.status}: ${await answer.text()}`);
    const { results } = accepted.parse(await answer.json());
    return results.map(({ action, incident }) => `${incident ?? 'nothing'} ${action}`);
  }

  /** The same by hand, for somebody at a terminal. */
  curl(): string {
    const event = '{"event_action":"trigger","title":"Hello from curl","service":"Payment API","urgency":"HIGH"}';
    return `curl -H 'Authorization: Bearer ${this.apiKey}' -d '${event}' ${this.appUrl()}/api/events`;
  }
}
