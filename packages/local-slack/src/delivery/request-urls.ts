import type { JsonObject } from '../json.ts';
import type { Manifest } from '../manifest.ts';
import type { EnvelopeKind } from '../socket-mode/envelopes.ts';

/** Where the app listens: as its manifest says, or at one address instead of all of those. */
export class RequestUrls {
  constructor(
    private readonly manifest: Manifest,
    private readonly override: string | undefined,
  ) {}

  of(kind: EnvelopeKind, payload: JsonObject): string | undefined {
    if (this.override !== undefined) return this.override;
    const { settings, features } = this.manifest;
    switch (kind) {
      case 'events_api':
        return settings.event_subscriptions.request_url;
      case 'interactive': {
        const { request_url: url, message_menu_options_url: optionsUrl } = settings.interactivity;
        return payload.type === 'block_suggestion' ? (optionsUrl ?? url) : url;
      }
      case 'slash_commands':
        return features.slash_commands.find(({ command }) => command === payload.command)?.url;
    }
  }
}
