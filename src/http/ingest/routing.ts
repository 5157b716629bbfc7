import type { Heartbeat } from '../../heartbeats/heartbeat.ts';
import type { Noise } from '../../incidents/open.ts';
import { type AlertFields, alertFields } from '../../routing/alert-fields.ts';
import { type AlertChanges, appliedRules, isMissing, type Routed, route } from '../../routing/route.ts';
import type { AppliedRule, RoutingRule } from '../../routing/rule.ts';
import { toFlapping, toGrouping } from '../../settings/schema/noise.ts';
import type { Draft } from './intake.ts';
import type { Sender } from './receive.ts';
import { linksOf } from './web-address.ts';

/** What the routing rules have made of an alert. */
export type RoutedDraft =
  /** `service`: what a rule says it belongs to; null where none does. */
  | { kind: 'alert'; draft: Draft; service: string | null; rules: AppliedRule[]; noise: Noise }
  | { kind: 'beat'; heartbeat: Heartbeat }
  | { kind: 'drop' };

/** What alerts of one sender are held against. */
export interface Routing {
  rules: readonly RoutingRule[];
  heartbeats: readonly Heartbeat[];
  sender: Sender;
}

export function routeDraft(draft: Draft, routing: Routing): RoutedDraft {
  const routed = applyRules(draft, routing);
  const { end, changes, fields } = routed;
  if (end === 'drop') return { kind: 'drop' };
  if (end !== 'open') {
    const heartbeat = heartbeatOf(end.heartbeat, routing);
    // That it is over is no beat: the sender has just said that it is not well.
    return heartbeat && draft.action === 'trigger' ? { kind: 'beat', heartbeat } : { kind: 'drop' };
  }
  return {
    kind: 'alert',
    draft: changed(draft, changes),
    service: changes.service ?? null,
    rules: appliedRules(routed),
    noise: {
      group: changes.group ? toGrouping(changes.group) : null,
      flapping: changes.flapping ? toFlapping(changes.flapping) : null,
      fields,
      ...missingSet(routing),
    },
  };
}

/** Where the rules of its key's set are gone, the alert goes on as it came: no other rule is meant for it. */
export function applyRules(draft: Draft, { rules, heartbeats, sender }: Routing): Routed {
  const mayBeat = (name: string) => heartbeatOf(name, { heartbeats, sender }) !== undefined;
  return route(rules, fieldsOf(draft, sender), sender.ruleSet, mayBeat);
}

function missingSet({ rules, sender: { ruleSet } }: Routing): Pick<Noise, 'missingRuleSet'> {
  return ruleSet !== null && isMissing(ruleSet, rules) ? { missingRuleSet: ruleSet } : {};
}

/** For a key of a service there are no other heartbeats. */
function heartbeatOf(
  name: string,
  { heartbeats, sender }: Pick<Routing, 'heartbeats' | 'sender'>,
): Heartbeat | undefined {
  const found = heartbeats.find((one) => one.name.toLowerCase() === name.toLowerCase());
  return sender.serviceId === null || found?.serviceId === sender.serviceId ? found : undefined;
}

function fieldsOf(draft: Draft, sender: Sender): AlertFields {
  const { action, service } = draft;
  const common = { action, service, key: sender.name };
  if (draft.action !== 'trigger') {
    return alertFields(draft.labels ?? {}, { ...common, dedup_key: draft.dedupKey, source: draft.source });
  }
  const { title, description, urgency, components, source, url, details, dedupKey } = draft.report;
  const own = { title, description, urgency, component: components, components, source, url, dedup_key: dedupKey };
  return alertFields(draft.labels ?? details ?? {}, { ...common, ...own });
}

function changed(draft: Draft, { title, description, urgency, dedupKey, links }: AlertChanges): Draft {
  if (draft.action !== 'trigger') return dedupKey === undefined ? draft : { ...draft, dedupKey };
  const { report } = draft;
  const more = linksOf(links);
  return {
    ...draft,
    report: {
      ...report,
      title: title ?? report.title,
      description: description ?? report.description,
      urgency: urgency ?? report.urgency,
      dedupKey: dedupKey ?? report.dedupKey,
      details: more.length > 0 ? { ...report.details, links: [...linksIn(report.details), ...more] } : report.details,
    },
  };
}

function linksIn(details: Record<string, unknown> | null): unknown[] {
  const links = details?.['links'];
  return Array.isArray(links) ? links : [];
}
