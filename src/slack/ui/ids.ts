/*
 * The names by which Slack tells us what a person did. Cards carry no block ids: Slack
 * then makes new ones with every update, and a menu that has been used shows its placeholder again.
 */

export const ACTION = {
  acknowledge: 'ack_incident',
  resolve: 'resolve_incident',
  snooze: 'snooze_incident',
  view: 'view_incident',
  previousPage: 'incidents_page_previous',
  nextPage: 'incidents_page_next',
  create: 'create_incident',
  linkMe: 'link_me',
  more: 'more_incident',
  confirm: 'confirm_incident',
  reopen: 'reopen_incident',
  handBack: 'hand_back_incident',
  acceptCover: 'accept_cover',
  stormRow: 'storm_incident',
  acknowledgeStorm: 'ack_storm',
  showStorm: 'show_storm',
  previousStormPage: 'storm_page_previous',
  nextStormPage: 'storm_page_next',
  signIn: 'open_sign_in_link',
} as const;

export const VIEW = {
  resolve: 'resolve_incident_modal',
  snooze: 'snooze_incident_modal',
  create: 'create_incident_modal',
  override: 'override_modal',
} as const;
