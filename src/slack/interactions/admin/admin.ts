import type { App, SlackViewMiddlewareArgs, ViewSubmitAction } from '@slack/bolt';
import { Untold } from '../../actions/unsettled.ts';
import { section } from '../../cards/blocks.ts';
import { asTyped, cut, withoutEntities } from '../../cards/mrkdwn.ts';
import { notice } from '../../cards/replies.ts';
import { tell } from '../answers.ts';
import type { Deps } from '../deps.ts';
import { askerOf, type ControlRequest, type Interaction, onButton, onMenu } from '../interaction.ts';
import { openModal } from '../modal.ts';
import { readPageValue, showHome } from '../places.ts';
import { openId } from './buttons.ts';
import { offerChannels } from './channel-offers.ts';
import { FIND, offerNames } from './find.ts';
import { type AdminForm, OPEN_FORM, REQUEST } from './page.ts';
import { ADMIN_PAGES, pageOf } from './pages.ts';
import {
  type FormPlace,
  type PagePlace,
  readFormPlace,
  readPagePlace,
  readValue,
  type ShownForm,
  writeValue,
} from './place.ts';
import { REFRESH } from './refresh.ts';
import { FORM_VIEW, formView, NEXT, PREVIOUS, pageView } from './views.ts';
import { type Admin, adminOf } from './who.ts';
import { wordsView } from './words-view.ts';

const ONLY_ADMINS = 'Only an admin of OpsKnight can see and change settings. Nothing was changed.';
const GONE = 'This is not there any more. Open the settings again from the Home tab.';
/** Slack shows a few lines beside a field. */
const MAX_ERROR = 500;

/** The settings on the Home tab: their buttons, the modals that these open, and the forms on top of those. */
export const admin: Interaction = {
  actionIds: [...ADMIN_PAGES.map(openId), ...OPEN_FORM, FIND, REQUEST, REFRESH, PREVIOUS, NEXT],
  viewId: FORM_VIEW,
  listen(app, deps) {
    for (const page of ADMIN_PAGES) {
      onAdminButton(app, deps, openId(page), async (who, request) => {
        const view = pageView(page, await page.show(who, 1), 1, null);
        await openModal(deps, { asker: askerOf(request), triggerId: request.body.trigger_id }, view);
      });
    }
    for (const id of OPEN_FORM) {
      onAdminButton(app, deps, id, (who, request, value) => openForm(who, request, value));
    }
    onAdminControl(onMenu, app, deps, FIND, (who, request, name = '') => openFound(who, request, name));
    onAdminButton(app, deps, REQUEST, (who, request, value) => carryOutRequest(who, request, value));
    for (const id of [PREVIOUS, NEXT]) {
      onAdminButton(app, deps, id, turnPage);
    }
    app.view<ViewSubmitAction>({ type: 'view_submission', callback_id: FORM_VIEW }, (args) => submit(deps, args));
    offerNames(app, deps);
    offerChannels(app, deps);
    onAdminButton(app, deps, REFRESH, refreshForm);
  },
};

type Use = (who: Admin, request: ControlRequest, value: string | undefined) => Promise<void>;

function onAdminButton(app: App, deps: Deps, id: string, use: Use): void {
  onAdminControl(onButton, app, deps, id, use);
}

/** Whoever has lost the role meanwhile is refused here, whatever they still have open; so is a value that is made up. */
function onAdminControl(listen: typeof onButton, app: App, deps: Deps, id: string, use: Use): void {
  listen(app, id, async (request, value) => {
    await request.ack();
    const asker = askerOf(request);
    const who = await adminOf(deps, asker.slackUserId);
    await (who ? use(who, request, value) : tell(deps, asker, notice(ONLY_ADMINS)));
  });
}

/** Shows another part of the list: of a page, or of a form. */
async function turnPage(who: Admin, { body }: ControlRequest, value: string | undefined): Promise<void> {
  const { view } = body;
  const page = readPagePlace(view?.private_metadata);
  const form = readFormPlace(view?.private_metadata);
  const nth = readPageValue(value);
  if (form && view) await showForm(who, view.id, { ...form, part: nth }, null);
  else if (page && view) await showPage(who, view.id, { ...page, list: nth }, null);
}

async function openFound(who: Admin, request: ControlRequest, name: string): Promise<void> {
  const place = readPagePlace(request.body.view?.private_metadata);
  const find = pageOf(place?.page)?.find;
  if (place && find) await openForm(who, request, writeValue({ page: place.page, what: find.form, name }));
}

async function openForm(who: Admin, request: ControlRequest, value: string | undefined): Promise<void> {
  const { deps } = who;
  const asked = readValue(value);
  const form = asked && formOf(asked.page, asked.what);
  if (!asked || !form) return;
  const list = readPagePlace(request.body.view?.private_metadata)?.list ?? 1;
  const opened = await form.open(who, asked.name, 1);
  const beneath = readFormPlace(request.body.view?.private_metadata);
  const below = beneath ? { form: beneath.form, name: beneath.name, part: beneath.part } : undefined;
  const place = { page: asked.page, list, form: asked.what, name: asked.name, seen: opened.seen ?? {}, below };
  const onTop = request.body.view?.type === 'modal';
  await openModal(
    deps,
    { asker: askerOf(request), triggerId: request.body.trigger_id, onTop },
    formView(opened, place),
  );
}

/** Reads the channels anew, and shows the form as it stands: what was typed stays, since its fields are the same. */
async function refreshForm(who: Admin, { body }: ControlRequest): Promise<void> {
  const { deps } = who;
  const place = readFormPlace(body.view?.private_metadata);
  const form = place && formOf(place.page, place.form);
  if (!place || !form || !body.view) return;
  await deps.channels.refresh();
  const opened = await form.open(who, place.name, place.part ?? 1);
  // What the fields showed at first still counts: what somebody else has changed since is not overwritten unseen.
  const seen = { ...opened.seen, ...place.seen };
  await deps.interactive.views.update({ view_id: body.view.id, view: formView(opened, { ...place, seen }) });
}

async function carryOutRequest(who: Admin, { body }: ControlRequest, value: string | undefined): Promise<void> {
  const asked = readValue(value);
  const place = readPagePlace(body.view?.private_metadata);
  const page = pageOf(asked?.page);
  const request = ownValue(page?.requests, asked?.what);
  if (!asked || !place || !body.view || !request) return;
  const said = await request(who, asked.name);
  const form = readFormPlace(body.view.private_metadata);
  await afterChange(who, { viewId: body.view.id, place, said, form: form ?? undefined });
}

/** What is shown after something was done: the page as it is now, and the Home tab. */
async function afterChange(who: Admin, { viewId, place, said, form }: Shown): Promise<void> {
  try {
    // Who has just given the role away sees no more than that it is done.
    const isAdmin = (await adminOf(who.deps, who.by.slackUserId)) !== null;
    if (viewId !== null && isAdmin) await showBelow(who, viewId, place, said, form);
    if (viewId !== null && !isAdmin) {
      await who.deps.interactive.views.update({ view_id: viewId, view: wordsView('Done', said ?? ONLY_ADMINS) });
    }
    await showHome(who.deps, who.by.slackUserId);
  } catch (error) {
    throw new Untold(error);
  }
}

interface Shown {
  /** The page's modal; null for none that is open. */
  viewId: string | null;
  place: PagePlace;
  /** What was done, in mrkdwn. */
  said: string | null;
  /** The form that the modal shows; left out for the page itself. */
  form?: ShownForm | undefined;
}

function showBelow(who: Admin, viewId: string, place: PagePlace, said: string | null, form: Shown['form']) {
  if (!form) return showPage(who, viewId, place, said);
  const { name, part } = form;
  return showForm(who, viewId, { page: place.page, list: place.list, form: form.form, name, part }, said);
}

/** A form as it is now; where what it was about is gone, the page. */
async function showForm(who: Admin, viewId: string, at: Omit<FormPlace, 'seen'>, said: string | null) {
  const form = formOf(at.page, at.form);
  if (!form) return;
  const opened = await form.open(who, at.name, at.part ?? 1);
  if (opened.isGone) return showPage(who, viewId, at, said);
  // What was the last part may be none any more.
  const part = Math.min(at.part ?? 1, opened.parts ?? 1);
  const view = formView(opened, { ...at, part, seen: opened.seen ?? {} });
  const blocks = said === null ? view.blocks : [section(said), ...view.blocks];
  await who.deps.interactive.views.update({ view_id: viewId, view: { ...view, blocks } });
}

async function showPage(who: Admin, viewId: string, { page: key, list }: PagePlace, said: string | null) {
  const page = pageOf(key);
  if (!page) return;
  const content = await page.show(who, list);
  await who.deps.interactive.views.update({ view_id: viewId, view: pageView(page, content, list, said) });
}

async function submit(deps: Deps, { ack, body, view }: SlackViewMiddlewareArgs<ViewSubmitAction>): Promise<void> {
  const field = view.blocks.find(({ type }) => type === 'input')?.block_id;
  /** Beside the first field, if there is one: what was typed stays. */
  const refuse = (words: string) =>
    field === undefined
      ? ack({ response_action: 'update', view: wordsView('Not changed', words) })
      : ack({ response_action: 'errors', errors: { [field]: spoken(words) } });
  const place = readFormPlace(view.private_metadata);
  const form = place && formOf(place.page, place.form);
  if (!place || !form) return refuse(GONE);
  const who = await adminOf(deps, body.user.id);
  if (!who) return refuse(ONLY_ADMINS);
  const submitted = await form.submit(who, view, place);
  if ('errors' in submitted) {
    const errors = Object.entries(submitted.errors).map(([block, words]) => [block, spoken(words)]);
    return ack({ response_action: 'errors', errors: Object.fromEntries(errors) });
  }
  if ('refusal' in submitted) return refuse(submitted.refusal);
  if ('asks' in submitted) {
    const { asks, previewed } = submitted;
    return ack({
      response_action: 'update',
      view: formView(asks, { ...place, seen: asks.seen ?? place.seen, previewed }),
    });
  }
  try {
    await ('shown' in submitted ? ack({ response_action: 'update', view: submitted.shown }) : ack());
  } catch (error) {
    throw new Untold(error);
  }
  if ('shown' in submitted && submitted.follows) {
    await deps.interactive.views.update({ view_id: body.view.id, view: await submitted.follows() });
  }
  const said = 'done' in submitted ? submitted.done : null;
  await afterChange(who, { viewId: body.view.previous_view_id ?? null, place, said, form: place.below });
}

/** Slack shows no markup beside a field. */
function spoken(markup: string): string {
  return cut(asTyped(withoutEntities(markup)), MAX_ERROR);
}

function formOf(page: string, form: string): AdminForm | undefined {
  return ownValue(pageOf(page)?.forms, form);
}

/** What a control calls may be the name of something that every object has. */
function ownValue<Value>(values: Readonly<Record<string, Value>> | undefined, name = ''): Value | undefined {
  return values && Object.hasOwn(values, name) ? values[name] : undefined;
}
