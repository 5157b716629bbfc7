import { systemStopwatch } from '../../src/lib/clock.ts';
import { Budget } from '../../src/notifications/queue/budget.ts';

/** For an app on a local Slack that enforces no limits either: nothing has to wait. */
export class NoLimits extends Budget {
  constructor() {
    super(systemStopwatch);
  }

  override spend(): number {
    return 0;
  }
}
