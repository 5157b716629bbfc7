/*
 * The names by which Slack tells us what a person did (DESIGN.md section 4, "Slack ids"). Cards carry no block ids: Slack
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
  signIn: 'open_sign_in_link',
} as const;

export const VIEW = {
  resolve: 'resolve_incident_modal',
  snooze: 'snooze_incident_modal',
  create: 'create_incident_modal',
} as const;
