import { expect, test } from '@jest/globals';
import { startHouse } from './support.ts';
import { expectRefused, RESOLVED, tell } from './webhooks.ts';

const PATH = '/api/integrations/azure-monitor';

/** As its documentation shows it. */
const ESSENTIALS = {
  alertId:
    '/subscriptions/11111111-1111-1111-1111-111111111111/providers/Microsoft.AlertsManagement/alerts/b9569717-bc32-442f-add5-83a997729330',
  alertRule: 'WCUS-R2-Gen2',
  severity: 'Sev3',
  signalType: 'Metric',
  monitorCondition: 'Fired',
  monitoringService: 'Platform',
  alertTargetIDs: [
    '/subscriptions/11111111-1111-1111-1111-111111111111/resourcegroups/pipelinealertrg/providers/microsoft.compute/virtualmachines/wcus-r2-gen2',
  ],
  configurationItems: ['wcus-r2-gen2'],
  originAlertId:
    '3f2d4487-b0fc-4125-8bd5-7ad17384221e_PipeLineAlertRG_microsoft.insights_metricAlerts_WCUS-R2-Gen2_-117781227',
  firedDateTime: '2019-03-22T13:58:24.3713213Z',
  description: 'CPU is above 25 %',
  essentialsVersion: '1.0',
  alertContextVersion: '1.0',
};
const CONTEXT = {
  properties: null,
  conditionType: 'SingleResourceMultipleMetricCriteria',
  condition: { windowSize: 'PT5M', allOf: [{ metricName: 'Percentage CPU', metricValue: 31.1105 }] },
};
const said = (change: object = {}, customProperties: unknown = null) => ({
  schemaId: 'azureMonitorCommonAlertSchema',
  data: { essentials: { ...ESSENTIALS, ...change }, alertContext: CONTEXT, customProperties },
});

test('an alert that fires opens an incident of the service that its properties name, until it is resolved', async () => {
  const house = await startHouse();
  const incident = {
    title: 'WCUS-R2-Gen2',
    description: 'CPU is above 25 %',
    urgency: 'LOW',
    url: expect.stringContaining('https://portal.azure.com/'),
    source: 'Azure Monitor',
    components: ['wcus-r2-gen2'],
    serviceId: (await house.settings.serviceByName('Payment API'))?.id,
    details: { signal: 'Metric', context: CONTEXT },
  };
  const properties = { Service: 'payment api' };
  await tell(house, PATH, [
    { body: said({}, properties), becomes: 'opened', incident },
    { body: said({}, properties), becomes: 'deduplicated' },
    {
      body: said({ monitorCondition: 'Resolved', resolvedDateTime: '2019-03-22T14:03:16Z' }),
      becomes: 'resolved',
      incident: RESOLVED,
    },
  ]);
});

test('severities are urgencies; none may be worth waking somebody', async () => {
  const house = await startHouse();
  const of = (severity: unknown) => said({ severity, alertId: `/subscriptions/a/alerts/${severity}` });
  await tell(house, PATH, [
    { body: of('Sev0'), becomes: 'opened', incident: { urgency: 'HIGH' } },
    { body: of('Sev1'), becomes: 'opened', incident: { urgency: 'HIGH' } },
    { body: of('Sev2'), becomes: 'opened', incident: { urgency: 'MEDIUM' } },
    { body: of('Sev4'), becomes: 'opened', incident: { urgency: 'LOW' } },
    { body: of(null), becomes: 'opened', incident: { urgency: 'HIGH' } },
  ]);
});

test('its link leads to the alert', async () => {
  const house = await startHouse();
  const investigationLink =
    'https://portal.azure.com/#view/Microsoft_Azure_Monitoring_Alerts/Investigation.ReactView/alertId/a';
  const url =
    'https://portal.azure.com/#blade/Microsoft_Azure_Monitoring/AlertDetailsTemplateBlade/alertId/%2Fsubscriptions%2Fa%EF%BF%BD';
  await tell(house, PATH, [
    { body: said({ investigationLink }), becomes: 'opened', incident: { url: investigationLink } },
    { body: said({ alertId: '/subscriptions/a\ud800' }), becomes: 'opened', incident: { url } },
  ]);
});

test.each([
  {},
  [],
  null,
  { schemaId: 'AzureMonitorMetricAlert', data: {} },
  { schemaId: 'azureMonitorCommonAlertSchema' },
])('%j is no webhook of it, and is called so', async (body) => expectRefused(await startHouse(), PATH, body));

test('a severity that Azure does not have is one that is not known, whatever it is called', async () => {
  const house = await startHouse();
  const incident = { title: 'WCUS-R2-Gen2', urgency: 'LOW' };
  await tell(house, PATH, [{ body: said({ severity: 'constructor' }), becomes: 'opened', incident }]);
});
