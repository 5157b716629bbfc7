import { URGENCIES } from '../../../../oncall/urgency.ts';
import { valueAt } from '../../../../settings/change-setting.ts';
import type { SettingField } from '../setting-form.ts';
import { textField } from './text.ts';

const TARGETS = ['acknowledge', 'resolve'] as const;

/** How soon incidents of each urgency are to be acknowledged and resolved. */
export function slaFields(): SettingField[] {
  return URGENCIES.flatMap((urgency) =>
    TARGETS.map((target) =>
      textField({
        block: `admin_sla_${urgency}_${target}`,
        path: ['sla', urgency, target],
        label: `${urgency}: ${target} within`,
        hint: 'Such as 5m, 1h or 1h30m; empty for no target.',
      }),
    ),
  );
}

/** The targets of a setting in its file form. */
export function slaWords(stored: unknown): string {
  const lines = URGENCIES.flatMap((urgency) => {
    const targets = TARGETS.flatMap((target) => {
      const value = valueAt(stored, ['sla', urgency, target]);
      return value === undefined ? [] : [`${target} within ${String(value)}`];
    });
    return targets.length > 0 ? [`${urgency}: ${targets.join(', ')}`] : [];
  });
  return lines.length > 0 ? lines.join('\n') : 'No SLA targets.';
}
