import { isJsonObject, type JsonObject, parseJson } from '../json.ts';

export interface AcknowledgementFrame {
  envelopeId: string;
  /** Empty when there is nothing to say. */
  response: JsonObject;
}

/** Reads what the app sent; undefined for anything that is no acknowledgement in Slack's form. */
export function readAcknowledgement(text: string): AcknowledgementFrame | undefined {
  const frame = parseJson(text);
  if (!isJsonObject(frame)) return undefined;
  const { envelope_id: envelopeId, payload = {}, ...rest } = frame;
  if (typeof envelopeId !== 'string' || !isJsonObject(payload) || Object.keys(rest).length > 0) return undefined;
  return { envelopeId, response: payload };
}
