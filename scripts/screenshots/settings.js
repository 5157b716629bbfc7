// What admins change on the Home tab, and where each change is kept.
const button = (at, name) => at.getByRole('button', { name, exact: true });

export const SETTINGS = [
  { name: 'settings', title: 'The settings of the workspace', take: pageOf('Settings') },
  { name: 'settings-services', title: 'Services', take: pageOf('Services') },
  { name: 'settings-mistake', title: 'What is wrong is said at its field', take: mistake },
  { name: 'page-audit', title: 'Every change, and the way back', width: 900, take: auditLog },
].map((scene) => ({ group: 'Settings', ...scene }));

async function openPage(stage, title) {
  const { slack } = stage;
  await stage.goTo('OpsKnight');
  await slack.getByRole('link', { name: 'Home', exact: true }).click();
  await button(slack, title).click();
  const modal = slack.getByRole('dialog', { name: title, exact: true });
  await modal.waitFor();
  return modal;
}

async function close(modal) {
  await button(modal, 'Close').last().click();
  await modal.waitFor({ state: 'detached' });
}

function pageOf(title) {
  return async (stage, name) => {
    const modal = await openPage(stage, title);
    await stage.shoot(modal, name);
    await close(modal);
  };
}

/** Creates a service, or hears at which field that can't be. */
async function createService(stage, services, name, links = '') {
  await button(services, 'Create service').click();
  const form = stage.slack.getByRole('dialog', { name: 'Create service', exact: true });
  await form.getByRole('textbox', { name: 'Name', exact: true }).fill(name);
  await form.getByLabel('Links').fill(links);
  await button(form, 'Create').click();
  return form;
}

async function mistake(stage, name) {
  const services = await openPage(stage, 'Services');
  const form = await createService(stage, services, 'Ledger', 'Runbook wiki');
  await form.getByText('is not a web address').waitFor();
  await stage.shoot(form, name);
  await button(form, 'Cancel').click();
  await close(services);
}

async function auditLog(stage, name) {
  const services = await openPage(stage, 'Services');
  await createService(stage, services, 'Ledger');
  await services.getByText('The service Ledger was created.').waitFor();
  await close(services);
  await stage.webPage('/settings/audit');
  await stage.shoot(stage.web, name);
}
