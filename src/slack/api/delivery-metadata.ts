/** Under this name every message carries the id of the delivery that it is. */
const METADATA_EVENT = 'opsknight_delivery';

export type CarriedMetadata = { event_type?: string; event_payload?: object } | undefined;

export function metadata(deliveryUuid: string) {
  return { event_type: METADATA_EVENT, event_payload: { delivery: deliveryUuid } };
}

/** The id of the delivery that a message is; undefined for one that is none. */
export function deliveryOf(carried: CarriedMetadata): unknown {
  if (carried?.event_type !== METADATA_EVENT || !carried.event_payload) return undefined;
  return 'delivery' in carried.event_payload ? carried.event_payload.delivery : undefined;
}
