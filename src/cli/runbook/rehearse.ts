import type { Incident } from '../../incidents/types.ts';
import { parseIncidentKey } from '../../incidents/types.ts';
import type { Clock } from '../../lib/clock.ts';
import { routesFor } from '../../notifications/plan/route.ts';
import { factsOf } from '../../runbooks/facts.ts';
import { namedPeople } from '../../runbooks/people.ts';
import { rehearseSteps } from '../../runbooks/rehearsal.ts';
import { didYouMean } from '../../settings/did-you-mean.ts';
import { workspacesFor } from '../../settings/rules.ts';
import type { Service } from '../../settings/types.ts';
import type { Storage } from '../../storage/storage.ts';
import { CommandError } from '../report.ts';
import { findService } from '../services.ts';
import { print, say } from '../terminal.ts';
import { withStorage } from '../with-storage.ts';

export interface RehearseRunbookOptions {
  incident?: string;
  service?: string;
}

/** `opsknight runbook rehearse`: what each step would do. Nothing is sent or changed. */
export async function rehearseRunbook(name: string, options: RehearseRunbookOptions): Promise<void> {
  if ((options.incident === undefined) === (options.service === undefined)) {
    throw new CommandError('Say either --incident or --service: what it is rehearsed for. Nothing was rehearsed.');
  }
  await withStorage(async (storage, { http }, clock) => {
    const runbooks = await storage.runbooks.runbooks();
    const entry = runbooks.find((one) => one.name.toLowerCase() === name.toLowerCase());
    if (!entry) {
      const names = runbooks.map((one) => one.name);
      throw new CommandError(`There is no runbook ${JSON.stringify(name)}.${didYouMean(name, names)}`);
    }
    const incident = options.incident === undefined ? null : await findIncident(options.incident, storage);
    const service = await serviceOf(incident, options.service, storage);
    const subject = incident ?? wouldBe(service, clock);
    const workspaces = workspacesFor(service, subject.openedBy, await storage.settings.workspaces());
    const connectionId = workspaces[0]?.connectionId ?? 0;
    const directory = await storage.onCall.directory();
    const at = clock.now();
    const policy = service?.policy ?? null;
    const whom = { policy, directory, at };
    const shown = incident && (await storage.runbooks.workChannel(incident.number, connectionId));
    const [route] = routesFor(subject, service, workspaces);
    const base = http.baseUrl ?? 'https://opsknight.example.com';
    const facts = factsOf(subject, {
      service: service?.name ?? null,
      channel: shown?.name ?? (route?.channel ?? 'no channel').replace(/^#/, ''),
      url: `${base}/incidents/${incident?.number ?? 'n'}`,
      onCall: namedPeople(['@oncall'], whom).names,
    });
    const called = incident ? facts : { ...facts, 'incident.id': 'INC-n', 'incident.number': 'INC-n' };
    const isOfClosedProject = (service?.confinedTo ?? null) !== null;
    const isPrivate =
      isOfClosedProject ||
      (incident !== null && (await storage.incidents.privateHome(incident.number, connectionId)) !== null);
    const steps = rehearseSteps(entry, { incident: subject, facts: called, whom, isPrivate, isOfClosedProject });
    for (const [index, [first = '', ...rest]] of steps.entries()) {
      print(`${index + 1}. ${first}`);
      for (const line of rest) print(`   ${line}`);
    }
    say('This was a rehearsal: nothing was sent or changed. People and channels are as they are now.');
  });
}

async function findIncident(text: string, { incidents }: Storage): Promise<Incident> {
  const number = parseIncidentKey(text);
  const incident = number === null ? null : await incidents.get(number);
  if (incident) return incident;
  throw new CommandError(`There is no incident ${JSON.stringify(text)}. Nothing was rehearsed.`);
}

async function serviceOf(incident: Incident | null, name: string | undefined, storage: Storage) {
  if (name !== undefined) return findService(storage.settings, name, 'nothing was rehearsed');
  const id = incident?.serviceId ?? null;
  return id === null ? null : storage.settings.service(id);
}

/** One as an alert for the service might open it. */
function wouldBe(service: Service | null, clock: Clock): Incident {
  const at = clock.now();
  return {
    number: 0,
    version: 1,
    state: { status: 'OPEN' },
    urgency: 'HIGH',
    raisedAt: null,
    title: 'the title of the alert',
    description: 'the description of the alert',
    serviceId: service?.id ?? null,
    alertServiceId: service?.id ?? null,
    components: [],
    source: 'rehearsal',
    url: null,
    details: null,
    dedupKey: 'rehearsal',
    joinedAlerts: 0,
    groupKey: null,
    flappingChoice: null,
    flapping: null,
    alertCount: 1,
    openedBy: { kind: 'monitor', name: 'rehearsal' },
    openedAt: at,
    lastAlertAt: at,
    firstAcknowledgedAt: null,
    escalation: null,
    pauses: [],
    breached: [],
    roles: [],
    merged: [],
    related: [],
  };
}
