import type { ViewContent } from '../../block-kit/view.ts';
import type { JsonObject } from '../../json.ts';
import { viewObject } from '../../workspace/objects.ts';
import type { Trigger } from '../../workspace/triggers.ts';
import type { View } from '../../workspace/views.ts';
import type { Workspace } from '../../workspace/workspace.ts';
import type { Call } from '../call.ts';
import { ApiError, invalidArguments } from '../errors.ts';
import type { Method } from '../method.ts';
import { checkedView, demandFreeExternalId } from '../view-content.ts';

function readView({ args }: Call, type: ViewContent['type']): ViewContent {
  const raw = args.json('view', 'invalid_arguments');
  if (raw === undefined) throw invalidArguments('missing required field: view [json-pointer:]');
  return checkedView(raw, type);
}

function readTrigger({ workspace, args }: Call): { id: string; trigger: Trigger } {
  const id = args.required('trigger_id');
  const exchange = workspace.triggers.check(id);
  if ('error' in exchange) throw new ApiError(exchange.error);
  return { id, trigger: exchange.trigger };
}

const shown = (workspace: Workspace, view: View): JsonObject => ({ view: viewObject(workspace, view) });

const open: Method = {
  name: 'views.open',
  tier: 4,
  scopes: [],
  reads: false,
  run(call) {
    const { workspace } = call;
    const content = readView(call, 'modal');
    const { id, trigger } = readTrigger(call);
    demandFreeExternalId(workspace, content);
    workspace.triggers.use(id);
    return shown(workspace, workspace.views.open(trigger, content));
  },
};

const push: Method = {
  name: 'views.push',
  tier: 4,
  scopes: [],
  reads: false,
  run(call) {
    const { workspace } = call;
    const content = readView(call, 'modal');
    const { id, trigger } = readTrigger(call);
    // Only what happened inside a modal that is still open can put another on top of it.
    const below = workspace.views.find(({ id: viewId }) => viewId === trigger.viewId);
    if (below?.content.type !== 'modal') throw new ApiError('not_found');
    demandFreeExternalId(workspace, content);
    const view = workspace.views.push(below, content);
    if (!view) throw new ApiError('push_limit_reached');
    workspace.triggers.use(id);
    return shown(workspace, view);
  },
};

const update: Method = {
  name: 'views.update',
  tier: 4,
  scopes: [],
  reads: false,
  run(call) {
    const { workspace, args } = call;
    const viewId = args.text('view_id');
    const externalId = args.text('external_id');
    if (viewId !== undefined && externalId !== undefined) {
      throw invalidArguments('Cannot provide both `view_id` and `external_id`');
    }
    if (viewId === undefined && externalId === undefined) {
      throw invalidArguments('Must provide either `view_id` or `external_id`');
    }
    const view = workspace.views.find(
      (one) => one.content.type === 'modal' && (viewId ? one.id === viewId : one.content.external_id === externalId),
    );
    if (!view) throw new ApiError('not_found');
    const content = readView(call, 'modal');
    const hash = args.text('hash');
    if (hash !== undefined && hash !== view.hash) throw new ApiError('hash_conflict');
    demandFreeExternalId(workspace, content, view);
    workspace.views.update(view, content);
    return shown(workspace, view);
  },
};

const publish: Method = {
  name: 'views.publish',
  tier: 4,
  scopes: [],
  reads: false,
  run(call) {
    const { workspace, args } = call;
    if (!workspace.app.manifest.features.app_home.home_tab_enabled) throw new ApiError('not_enabled');
    const member = workspace.members.byId(args.required('user_id'));
    if (!member || member.deleted || member.isBot) throw invalidArguments('invalid `user_id` [json-pointer:/user_id]');
    const content = readView(call, 'home');
    const home = workspace.views.homeOf(member.id);
    const hash = args.text('hash');
    if (hash !== undefined && hash !== home?.hash) throw new ApiError('hash_conflict');
    demandFreeExternalId(workspace, content, home);
    return shown(workspace, workspace.views.publish(member.id, content));
  },
};

export const viewMethods: Method[] = [open, push, update, publish];
