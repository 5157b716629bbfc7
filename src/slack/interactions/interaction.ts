import type { App, BlockAction, ButtonAction, OverflowAction, RespondFn, StaticSelectAction } from '@slack/bolt';
import type { ActionsBlockElement, Button } from '@slack/types';
import type { AskedCommand } from '../../incidents/commands.ts';
import { type Incident, parseIncidentKey } from '../../incidents/types.ts';
import { button } from '../cards/blocks.ts';
import { type Asker, afterwards, carryOut } from './answers.ts';
import type { Deps } from './deps.ts';
import { redraw } from './places.ts';
import { placeOf } from './storm/place.ts';
import { showStorm } from './storm/redraw.ts';

/** One thing that people can do in Slack: its ids, what it carries, its control, its listener and its words are together. */
export interface Interaction {
  /** The action ids of its controls. */
  readonly actionIds?: readonly string[];
  /** The callback id of its modal; what is submitted can always wait. */
  readonly viewId?: string;
  /**
   * Whether the action service carries out the use of a control, which puts on disk what people ask for whom nobody knows yet, and
   * opens no form first. Without it, none can wait.
   * @param chosen of a menu
   */
  canWait?(actionId: string, chosen: string | undefined): boolean;
  listen(app: App, deps: Deps): void;
}

/** Something to be done with an incident by a control on its card, in lists and on the Home tab. */
export interface IncidentControl extends Interaction {
  /** Null while it is not possible. */
  control(incident: Incident, pageUrl: string): ActionsBlockElement | null;
}

/** That somebody has used a control. */
export interface ControlRequest {
  body: BlockAction;
  respond: RespondFn | undefined;
  ack(): Promise<void>;
}

export function askerOf({ body, respond }: ControlRequest): Asker {
  return { slackUserId: body.user.id, respond: body.response_url ? respond : undefined };
}

/** A button about an incident. What is seen is what is spoken: people who say "press Acknowledge" must be understood. */
export function incidentButton(actionId: string, text: string, number: number): Button {
  return button(actionId, text, incidentValue(number));
}

export function incidentValue(number: number): string {
  return String(number);
}

/** The incident of a button; null for a value that is not ours. */
export function readIncidentValue(value: string | undefined): number | null {
  return value === undefined ? null : parseIncidentKey(value);
}

/** What a choice of a menu about an incident carries: "42:15m". */
export function choiceValue(number: number, choice: string): string {
  return `${number}:${choice}`;
}

/** The incident and the choice of a menu; null for a value that is not ours. */
export function readChoiceValue<Choice>(
  value: string | undefined,
  find: (key: string | undefined) => Choice | undefined,
): { number: number; choice: Choice } | null {
  const [incident, key] = value?.split(':') ?? [];
  const number = readIncidentValue(incident);
  const choice = find(key);
  return number === null || choice === undefined ? null : { number, choice };
}

/** A button that gives a command for its incident. */
export function commandButton(actionId: string, command: AskedCommand): Interaction {
  return {
    actionIds: [actionId],
    canWait: () => true,
    listen(app, deps) {
      onIncidentButton(app, actionId, (request, number) => giveCommand(deps, request, number, command));
    },
  };
}

/** Does to an incident what a control is for, and then sees to what the person looks at. */
export async function giveCommand(
  deps: Deps,
  request: ControlRequest,
  number: number,
  command: AskedCommand,
): Promise<void> {
  const { body, ack } = request;
  const action = { kind: 'command', number, command } as const;
  const place = placeOf(body.view);
  if (place && body.view) {
    const { user, trigger_id: requestKey, view } = body;
    const answer = await deps.actions.act({ requestKey, slackUserId: user.id, action });
    return afterwards(answer, async () => {
      await ack();
      const words = deps.answerMessage(answer)?.text ?? null;
      await showStorm(deps, { viewId: view.id, slackUserId: user.id, place, words });
    });
  }
  const answer = await carryOut(deps, { requestKey: body.trigger_id, asker: askerOf(request), action, ack });
  if (answer.kind === 'commanded') await afterwards(answer, () => redraw(deps, request));
}

type OnUse<Value> = (request: ControlRequest, value: Value) => Promise<void>;

export function onButton(app: App, actionId: string, use: OnUse<string | undefined>): void {
  app.action<BlockAction<ButtonAction>>(
    { type: 'block_actions', action_id: actionId },
    async ({ ack, action, body, respond }) => use({ body, respond, ack }, action.value),
  );
}

/** A value that is not ours leads nowhere. */
export function onIncidentButton(app: App, actionId: string, use: OnUse<number>): void {
  onButton(app, actionId, async (request, value) => {
    const number = readIncidentValue(value);
    await (number === null ? request.ack() : use(request, number));
  });
}

export function onMenu(app: App, actionId: string, use: OnUse<string | undefined>): void {
  app.action<BlockAction<OverflowAction | StaticSelectAction>>(
    { type: 'block_actions', action_id: actionId },
    async ({ ack, action, body, respond }) => use({ body, respond, ack }, action.selected_option?.value),
  );
}

/** The incident, if the person may see it: a hidden one is like one that isn't there. */
export async function visibleIncident(
  { membership, incidents }: Deps,
  slackUserId: string,
  number: number,
): Promise<Incident | null> {
  const viewer = await membership.viewer(slackUserId);
  return (await incidents.isVisible(number, viewer)) ? incidents.get(number) : null;
}
