import type { Renderer } from '../courier/renderer.ts';
import type { IncidentStore } from '../incidents/store.ts';
import { incidentCard } from './ui/incident-card.ts';
import { threadLine } from './ui/thread-line.ts';
import type { IncidentViews } from './views/incident-views.ts';

/** Draws cards and thread lines in Block Kit, from the row as it is at the moment of sending. */
export function blockKitRenderer(incidents: IncidentStore, views: IncidentViews): Renderer {
  return {
    async card({ incidentNumber, reroutedFrom }, lateBy) {
      const incident = await incidents.get(incidentNumber);
      if (!incident) throw new Error(`card of incident ${incidentNumber}, which does not exist`);
      const [row] = await views.rows([incident]);
      if (!row) throw new Error(`incident ${incidentNumber} could not be drawn`);
      return incidentCard({ ...row, reroutedFrom, lateBy });
    },
    async line(_card, event, lateBy) {
      return threadLine({ event, lateBy });
    },
  };
}
