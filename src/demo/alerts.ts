import type { DemoEvent } from './monitor.ts';

const TROUBLES: Omit<DemoEvent, 'event_action' | 'dedup_key'>[] = [
  {
    title: 'Checkout error rate above 5 %',
    urgency: 'HIGH',
    service: 'Payment API',
    components: ['checkout', 'eu-west-1'],
    description: '5xx responses: 7.4 % over the last five minutes.',
    source: 'prometheus',
    url: 'https://prometheus.example.com/alerts',
    details: {
      links: [
        { text: 'Runbook', url: 'https://wiki.example.com/checkout' },
        { text: 'Dashboard', url: 'https://grafana.example.com/d/checkout' },
      ],
    },
  },
  {
    title: 'Search latency p99 is 2.3 s',
    urgency: 'MEDIUM',
    service: 'Search',
    components: ['search-api'],
    source: 'grafana',
  },
  {
    title: 'Certificate of shop.example.com expires in 7 days',
    urgency: 'LOW',
    service: 'Website',
    source: 'blackbox-exporter',
  },
];

/** A new problem, another one each time. */
export function newAlert(count: number): DemoEvent {
  const trouble = TROUBLES[count % TROUBLES.length];
  return {
    event_action: 'trigger',
    dedup_key: `panel-${Date.now()}-${count}`,
    title: 'Something is wrong',
    ...trouble,
  };
}

/** Many different problems of one service at once, as when a whole cluster goes down. */
export function storm(size: number): DemoEvent[] {
  return Array.from({ length: size }, (_, index) => ({
    event_action: 'trigger',
    dedup_key: `storm-${Date.now()}-${index}`,
    title: `Pod payments-${String(index + 1).padStart(2, '0')} is not ready`,
    urgency: (['HIGH', 'MEDIUM', 'MEDIUM', 'LOW'] as const)[index % 4],
    service: 'Payment API',
    components: [`node-${(index % 5) + 1}`],
    source: 'kubernetes',
  }));
}
