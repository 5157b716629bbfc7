// What people can do with an incident besides its first buttons: behind ⋯ and More….
const ABOUT = 'Settlement file is late';
const SURVIVOR = 'Settlement of card payments is behind';

const button = (at, name) => at.getByRole('button', { name, exact: true });

export const FORMS = [
  { name: 'modal-actions', title: 'All that can be done with an incident', take: allActions },
  { name: 'modal-edit', title: 'Editing', take: formOf('Edit…', /^Edit/) },
  { name: 'modal-urgency', title: 'Changing the urgency', take: formOf('Change urgency…', /urgency|Urgency/) },
  { name: 'modal-assign', title: 'Assigning', take: formOf('Assign…', /^Assign/) },
  { name: 'modal-note', title: 'Adding a note', take: note },
  { name: 'modal-private', title: 'Marking private, which can’t be undone', take: formOf('Mark private…', /^Mark/) },
  { name: 'modal-merge', title: 'Merging into another incident', take: merge },
  { name: 'card-merged', title: 'Merged: the card leads to the one that stays', take: merged },
  { name: 'modal-link', title: 'Linking a related incident', take: linking },
  { name: 'card-reopened', title: 'Reopened, with what was said in its thread', width: 900, take: reopened },
  { name: 'modal-from-message', title: 'Declaring an incident from a message', take: fromMessage },
  { name: 'message-answered', title: 'The message leads to its incident', width: 900, take: taken },
  { name: 'modal-create-high', title: 'What HIGH will do, before it does', take: createHigh },
].map((scene) => ({ group: 'Working an incident', ...scene }));

export const FORMS_ON_PHONE = [
  { name: 'phone-actions', title: 'All that can be done with an incident', take: onPhone(openActions) },
  { name: 'phone-create', title: 'Declaring an incident', take: onPhone(openCreate) },
].map((scene) => ({ group: 'On a phone', width: 390, ...scene }));

async function cardOf(stage, title, event = {}) {
  await stage.goTo('payment-alerts');
  const card = stage.cardOf(title);
  if ((await card.count()) > 0) return card;
  return stage.alert({ title, urgency: 'MEDIUM', components: ['settlement'], source: 'prometheus', ...event });
}

async function fromMenu(stage, card, name) {
  await card.getByRole('button', { name: 'More actions' }).click();
  await stage.slack.getByRole('menuitem', { name, exact: true }).click();
}

async function openActions(stage) {
  await fromMenu(stage, await cardOf(stage, ABOUT), 'More…');
  const list = stage.slack.getByRole('dialog').filter({ hasText: ABOUT });
  await list.waitFor();
  return list;
}

async function close(stage) {
  await stage.slack.keyboard.press('Escape');
  await stage.slack.getByRole('dialog').first().waitFor({ state: 'hidden' });
}

async function shootModal(stage, modal, name) {
  await modal.waitFor();
  await stage.shoot(modal, name);
}

async function allActions(stage, name) {
  await shootModal(stage, await openActions(stage), name);
  await close(stage);
}

async function openForm(stage, label, title) {
  const list = await openActions(stage);
  await button(list, label).click();
  const form = stage.slack.getByRole('dialog', { name: title });
  await form.waitFor();
  return form;
}

function formOf(label, title) {
  return async (stage, name) => {
    await shootModal(stage, await openForm(stage, label, title), name);
    await stage.tidyUp();
  };
}

async function note(stage, name) {
  const form = await openForm(stage, 'Add a note…', /^Note/);
  await form.getByLabel('Note').fill('The bank confirms: their file server is down until 14:00');
  await shootModal(stage, form, name);
  await stage.tidyUp();
}

async function pick(stage, form, words) {
  await form.getByRole('combobox').click();
  await stage.slack
    .getByRole('option', { name: new RegExp(words) })
    .first()
    .click();
}

/** Picks the other incident in the form behind a label of More…, and sends it. */
async function relate(stage, name, { label, title, press }) {
  const form = await openForm(stage, label, title);
  await pick(stage, form, SURVIVOR);
  await shootModal(stage, form, name);
  await button(form, press).click();
  await form.waitFor({ state: 'detached' });
  await stage.tidyUp();
}

async function merge(stage, name) {
  await cardOf(stage, SURVIVOR, { urgency: 'HIGH' });
  await relate(stage, name, { label: 'Merge into another…', title: /^Merge/, press: 'Merge' });
}

async function merged(stage, name) {
  const card = await cardOf(stage, ABOUT);
  await button(card, 'Undo merge').waitFor();
  await stage.shootMessage(card, name);
  await button(card, 'Undo merge').click();
  await button(card, 'Acknowledge').waitFor();
}

function linking(stage, name) {
  return relate(stage, name, { label: 'Link related…', title: /^Link/, press: 'Link' });
}

async function reopened(stage, name) {
  const { slack } = stage;
  const card = await cardOf(stage, 'Chargebacks are not imported');
  await button(card, 'Acknowledge').click();
  await button(card, 'Acknowledged ✓').waitFor();
  await button(card, 'Resolve').click();
  const modal = slack.getByRole('dialog', { name: /^Resolve/ });
  await modal.getByLabel('Resolution note').fill('Import restarted');
  await button(modal, 'Resolve').click();
  await modal.waitFor({ state: 'detached' });
  await card.getByText('Import restarted').waitFor();
  await fromMenu(stage, card, 'Reopen');
  await button(card, 'Acknowledge').waitFor();
  await stage.shootThread(card.getByRole('link', { name: /repl(y|ies)/ }), 'Reopened', name);
}

async function fromMessage(stage, name) {
  const { slack } = stage;
  await stage.goTo('general');
  await slack
    .getByRole('textbox', { name: 'Message #general' })
    .fill('Two customers can’t see their invoices since noon. Anybody on it?');
  await slack.keyboard.press('Enter');
  const message = slack
    .getByRole('log', { name: 'Messages' })
    .getByRole('article')
    .filter({ hasText: 'invoices since noon' })
    .last();
  await message.hover();
  await message.getByRole('button', { name: 'More message actions' }).click();
  await slack.getByRole('menuitem', { name: /^Create incident/ }).click();
  const modal = slack.getByRole('dialog', { name: 'Create incident' });
  await shootModal(stage, modal, name);
  await button(modal, 'Create').click();
  await modal.waitFor({ state: 'detached' });
  const replies = slack
    .getByRole('log', { name: 'Messages' })
    .getByRole('article')
    .filter({ hasText: 'invoices since noon' })
    .getByRole('link', { name: /1 reply/ })
    .last();
  await stage.shootThread(replies, 'was opened from this message', 'message-answered');
}

/** With the one before it. */
async function taken() {}

async function openCreate(stage) {
  const { slack } = stage;
  await stage.goTo('payment-alerts');
  await slack
    .getByRole('textbox', { name: 'Message #payment-alerts' })
    .fill('/opsknight create Customers of one bank can’t pay');
  await slack.keyboard.press('Enter');
  const modal = slack.getByRole('dialog', { name: 'Create incident' });
  await modal.waitFor();
  return modal;
}

async function choose(stage, modal, field, option) {
  await modal.getByRole('combobox', { name: field }).click();
  await stage.slack.getByRole('option', { name: option }).first().click();
}

async function createHigh(stage, name) {
  const modal = await openCreate(stage);
  await choose(stage, modal, 'Service', /^Payment API/);
  await modal.getByLabel(/HIGH/).check();
  await modal.getByText(/pages/i).first().waitFor();
  await shootModal(stage, modal, name);
  await stage.tidyUp();
}

function onPhone(open) {
  return async (stage, name) => {
    await stage.onPhone(stage.slack, async () => {
      await open(stage);
      await stage.shoot(stage.slack, name);
    });
    await stage.tidyUp();
  };
}
