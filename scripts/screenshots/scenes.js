import { FORMS, FORMS_ON_PHONE } from './forms.js';
import { SETTINGS } from './settings.js';

/** In the order in which they are taken: some build on what came before. */
export const SCENES = [
  {
    name: 'demo',
    group: 'An incident',
    title: 'An incident in Slack, acknowledged, with its thread',
    width: 900,
    take: readme,
  },
  { name: 'card-open', group: 'An incident', title: 'Open, of HIGH urgency', take: openCard },
  { name: 'card-acknowledged', group: 'An incident', title: 'Acknowledged', take: acknowledgedCard },
  { name: 'card-snoozed', group: 'An incident', title: 'Snoozed', take: snoozedCard },
  { name: 'card-resolved', group: 'An incident', title: 'Resolved, with a note', take: resolvedCard },
  {
    name: 'card-medium',
    group: 'An incident',
    title: 'Of MEDIUM urgency',
    take: cardOf('MEDIUM', 'Payment queue is growing'),
  },
  {
    name: 'card-low',
    group: 'An incident',
    title: 'Of LOW urgency',
    take: cardOf('LOW', 'Disk of payments-db-2 is 84 % full'),
  },
  { name: 'modal-resolve', group: 'Modals', title: 'Resolving', take: resolveModal },
  { name: 'modal-snooze', group: 'Modals', title: 'Snoozing until a time of one’s own', take: snoozeModal },
  { name: 'modal-create', group: 'Modals', title: 'Declaring an incident', take: createModal },
  ...FORMS,
  { name: 'home', group: 'Home and commands', title: 'The Home tab', width: 900, take: home },
  { name: 'command', group: 'Home and commands', title: 'Who is on call', take: onCall },
  ...SETTINGS,
  { name: 'page-incidents', group: 'Web pages', title: 'All incidents', width: 900, take: webPage('/incidents') },
  { name: 'page-incident', group: 'Web pages', title: 'One incident', width: 900, take: incidentPage },
  { name: 'page-insights', group: 'Web pages', title: 'Insights', width: 900, take: webPage('/insights') },
  { name: 'storm', group: 'When it rains', title: 'Forty incidents at once are one message', take: storm },
  { name: 'phone-channel', group: 'On a phone', title: 'A channel', width: 390, take: phoneChannel },
  { name: 'phone-home', group: 'On a phone', title: 'The Home tab', width: 390, take: phoneHome },
  { name: 'phone-incident', group: 'On a phone', title: 'One incident', width: 390, take: phoneIncident },
  ...FORMS_ON_PHONE,
];

const button = (at, name) => at.getByRole('button', { name, exact: true });

async function readme(stage, name) {
  const { slack } = stage;
  await stage.goTo('payment-alerts');
  const card = stage.cardOf('Database Connection Timeout');
  await button(card, 'Acknowledge').click();
  await button(slack, 'Stop the story').click();
  await slack.getByText('The story is stopped').waitFor();
  await button(card, 'Acknowledged ✓').waitFor();
  await stage.shootThread(card.getByRole('link', { name: /repl(y|ies)/ }), 'Acknowledged by', name);
}

async function openCard(stage, name) {
  const card = await stage.alert({
    title: 'Checkout error rate above 5 %',
    description: '5xx responses: 7.4 % over the last five minutes.',
    components: ['checkout', 'eu-west-1'],
    source: 'prometheus',
    url: 'https://prometheus.example.com/alerts',
    details: {
      links: [
        { text: 'Runbook', url: 'https://wiki.example.com/checkout' },
        { text: 'Dashboard', url: 'https://grafana.example.com/d/checkout' },
      ],
    },
  });
  await stage.shootMessage(card, name);
}

async function acknowledgedCard(stage, name) {
  const card = await stage.alert({
    title: 'Refunds fail with a timeout',
    components: ['refunds'],
    source: 'prometheus',
  });
  await button(card, 'Acknowledge').click();
  await button(card, 'Acknowledged ✓').waitFor();
  await stage.shootMessage(card, name);
}

async function snoozedCard(stage, name) {
  const card = await stage.alert({ title: 'Replica lag of payments-db is 40 s', components: ['payments-db'] });
  await card.getByRole('combobox', { name: 'Snooze' }).click();
  await stage.slack.getByRole('option', { name: '4 hours', exact: true }).click();
  await card
    .getByText(/Snoozed/)
    .first()
    .waitFor();
  await stage.shootMessage(card, name);
}

async function resolvedCard(stage, name) {
  const card = await stage.alert({ title: 'Payouts are stuck', components: ['payouts'] });
  const modal = await resolving(stage, card);
  await modal.getByLabel('Resolution note').fill('Restarted connection pool');
  await button(modal, 'Resolve').click();
  await modal.waitFor({ state: 'detached' });
  await card.getByText('Restarted connection pool').waitFor();
  await stage.shootMessage(card, name);
}

function cardOf(urgency, title) {
  return async (stage, name) => {
    await stage.shootMessage(await stage.alert({ title, urgency, source: 'grafana' }), name);
  };
}

async function resolving(stage, card) {
  await button(card, 'Resolve').click();
  const modal = stage.slack.getByRole('dialog', { name: /Resolve/ });
  await modal.waitFor();
  return modal;
}

async function resolveModal(stage, name) {
  const modal = await resolving(stage, stage.cardOf('Checkout error rate above 5 %'));
  await modal.getByLabel('Resolution note').fill('Rolled the release back');
  await stage.shoot(modal, name);
  await stage.slack.keyboard.press('Escape');
}

async function snoozeModal(stage, name) {
  const card = stage.cardOf('Checkout error rate above 5 %');
  await card.getByRole('combobox', { name: 'Snooze' }).click();
  await stage.slack.getByRole('option', { name: /^Custom/ }).click();
  const modal = stage.slack.getByRole('dialog', { name: /Snooze/ });
  await modal.waitFor();
  await stage.shoot(modal, name);
  await stage.slack.keyboard.press('Escape');
}

async function createModal(stage, name) {
  await stage.goTo('payment-alerts');
  await button(stage.slack, 'Shortcuts').click();
  await stage.slack
    .getByRole('menuitem', { name: /^Create/ })
    .first()
    .click();
  const modal = stage.slack.getByRole('dialog', { name: /Create/ });
  await modal.getByLabel('Title').fill('Customers of one bank can’t pay');
  await stage.shoot(modal, name);
  await stage.slack.keyboard.press('Escape');
}

async function storm(stage, name) {
  await stage.goTo('payment-alerts');
  await button(stage.slack, 'Send a storm').click();
  await stage.slack.getByText('40 incidents opened').waitFor();
  const message = stage.slack
    .getByRole('log', { name: 'Messages' })
    .getByRole('article')
    .filter({ has: button(stage.slack, 'Acknowledge all') })
    .last();
  await message.waitFor();
  await stage.slack.waitForTimeout(3_000); // until the last of them are in
  await stage.shootMessage(message, name);
}

async function openHome(stage) {
  const { slack } = stage;
  await stage.goTo('OpsKnight');
  await slack.getByRole('link', { name: 'Home', exact: true }).click();
  await slack.getByRole('main').getByText('On call').first().waitFor();
}

async function home(stage, name) {
  await openHome(stage);
  await stage.shoot(stage.slack, name);
}

async function onCall(stage, name) {
  await stage.goTo('general');
  await stage.slack.getByRole('textbox', { name: 'Message #general' }).fill('/opsknight oncall');
  await stage.slack.keyboard.press('Enter');
  const answer = stage.slack.getByRole('article').filter({ hasText: 'payments-primary' }).last();
  await answer.waitFor();
  await stage.shootMessage(answer, name);
}

function webPage(path) {
  return async (stage, name) => {
    await stage.webPage(path);
    await stage.shoot(stage.web, name);
  };
}

async function openIncident(stage) {
  await stage.webPage('/incidents?q=Refunds');
  await stage.web
    .getByRole('link', { name: /Refunds fail with a timeout/ })
    .first()
    .click();
  await stage.web.getByRole('heading', { name: /Refunds fail/ }).waitFor();
}

async function incidentPage(stage, name) {
  await openIncident(stage);
  await stage.shoot(stage.web, name);
}

async function phoneChannel(stage, name) {
  await stage.onPhone(stage.slack, async () => {
    await stage.goTo('incidents-critical');
    await stage.slack.getByRole('article').last().waitFor();
    await stage.shoot(stage.slack, name);
  });
}

async function phoneHome(stage, name) {
  await stage.onPhone(stage.slack, async () => {
    await openHome(stage);
    await stage.shoot(stage.slack, name);
  });
}

async function phoneIncident(stage, name) {
  await stage.onPhone(stage.web, async () => {
    await openIncident(stage);
    await stage.shoot(stage.web, name);
  });
}
