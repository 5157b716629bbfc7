import { z } from 'zod';
import { URGENCIES } from '../../../oncall/urgency.ts';
import { OPERATION_NAMES, OPERATIONS } from './operations.ts';
import { OCCASIONS } from './runbook.ts';

/** For editors: what a file of runbooks may say, in JSON Schema. What it lets through may still be wrong. */
export function runbookJsonSchema(): unknown {
  const steps = OPERATION_NAMES.map((name) => {
    const { $schema: _, ...told } = z.toJSONSchema(OPERATIONS[name].schema, { io: 'input', unrepresentable: 'any' });
    const { properties = {}, required = [] } = told;
    return { ...told, properties: { action: { const: name }, ...properties }, required: ['action', ...required] };
  });
  const text = { type: 'string' };
  const asDocumented = {
    type: 'object',
    properties: { 'Action Type': { const: 'Slack' }, Operation: text },
    required: ['Action Type', 'Operation'],
  };
  const step = { anyOf: [...steps, asDocumented] };
  const occasion = { enum: OCCASIONS };
  const trigger = {
    type: 'object',
    additionalProperties: false,
    required: ['on'],
    properties: {
      on: { anyOf: [occasion, { type: 'array', items: occasion, minItems: 1 }] },
      urgencies: { type: 'array', items: { enum: URGENCIES }, minItems: 1 },
      services: { type: 'array', items: text, minItems: 1 },
      labels: { type: 'object', additionalProperties: text },
      between: {
        type: 'object',
        additionalProperties: false,
        required: ['from', 'to', 'timezone'],
        properties: { from: text, to: text, timezone: text },
      },
    },
  };
  const runbook = {
    type: 'object',
    additionalProperties: false,
    required: ['name', 'steps'],
    properties: {
      name: text,
      description: text,
      trigger,
      connection: text,
      when_resolved: { enum: ['cancel', 'continue'] },
      max_concurrent: { type: 'integer', minimum: 1 },
      steps: { type: 'array', items: step, minItems: 1 },
    },
  };
  return {
    $schema: 'https://json-schema.org/draft/2020-12/schema',
    title: 'OpsKnight runbooks',
    type: 'object',
    properties: { runbooks: { type: 'array', items: runbook } },
  };
}
