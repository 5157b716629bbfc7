import { parseTarget } from '../oncall/targets.ts';
import type { StoredSettings } from './schema/document.ts';

/** Permissions of the Slack app that are of use only while something is set; the others are of use to whoever presses a button. */
export const OPTIONAL_SCOPES = ['chat:write.customize', 'usergroups:read', 'usergroups:write'] as const;
export type OptionalScope = (typeof OPTIONAL_SCOPES)[number];

type Looked = Pick<StoredSettings, 'workspace' | 'workspaces' | 'services' | 'schedules' | 'escalation_policies'>;

/** Those that something which is set goes by. */
export function usedScopes({
  workspace,
  workspaces,
  services,
  schedules,
  escalation_policies: policies,
}: Looked): OptionalScope[] {
  const all = [workspace, ...workspaces];
  const isRenamed = all.some(({ bot }) => bot.name !== null || bot.icon !== null);
  const keepsGroups = schedules.some(({ user_group: group }) => group !== null);
  const pagesGroups = policies.some(({ steps }) =>
    steps.some(({ notify }) => notify.some((target) => parseTarget(target).kind === 'usergroup')),
  );
  const mentionsGroups = [...all, ...services].some(({ mention }) =>
    Object.values(mention).some((whom) => whom.some((one) => one.startsWith('@'))),
  );
  const isUsed: Record<OptionalScope, boolean> = {
    'chat:write.customize': isRenamed,
    'usergroups:read': keepsGroups || pagesGroups || mentionsGroups,
    'usergroups:write': keepsGroups,
  };
  return OPTIONAL_SCOPES.filter((scope) => isUsed[scope]);
}
