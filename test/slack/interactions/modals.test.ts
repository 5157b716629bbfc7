import { describe, expect, it } from '@jest/globals';
import type { KnownBlock, ModalView } from '@slack/types';
import { createModal, readCreateModal } from '../../../src/slack/interactions/create/modal.ts';
import type { SubmittedInput, SubmittedView } from '../../../src/slack/interactions/modal.ts';
import { readResolveModal, resolveModal } from '../../../src/slack/interactions/resolve.ts';
import { readSnoozeModal, snoozeModal } from '../../../src/slack/interactions/snooze.ts';
import { faultsOfView } from '../cards/strictness.ts';
import { NOW } from '../fixtures.ts';

/** A modal as Slack submits it once a person has filled it in, by the labels of its fields. */
function submitted(view: ModalView, answers: Record<string, SubmittedInput>): SubmittedView {
  const inputs = (view.blocks as KnownBlock[]).flatMap((block) => (block.type === 'input' ? [block] : []));
  const values = inputs.map(({ block_id, label, element }) => [
    block_id,
    { ['action_id' in element ? String(element.action_id) : '']: answers[label.text] ?? {} },
  ]);
  return { private_metadata: view.private_metadata ?? '', state: { values: Object.fromEntries(values) } };
}

/** The time that the Snooze modal proposes, in the person's zone. */
function proposed(now: string, zone: string | null): string {
  const [block] = snoozeModal({ number: 42, now: Date.parse(now), zone }).blocks as KnownBlock[];
  const seconds =
    block?.type === 'input' && block.element.type === 'datetimepicker' ? (block.element.initial_date_time ?? 0) : 0;
  return new Date(seconds * 1_000).toISOString();
}

describe('the Resolve modal', () => {
  it('asks for a note that nobody has to write', () => {
    expect(resolveModal(42)).toMatchObject({
      callback_id: 'resolve_incident_modal',
      title: { text: 'Resolve INC-42' },
      submit: { text: 'Resolve' },
      blocks: [
        {
          type: 'input',
          optional: true,
          label: { text: 'Resolution note' },
          element: { multiline: true, max_length: 3_000 },
        },
      ],
    });
    expect(JSON.stringify(resolveModal(42))).not.toContain('initial_value');
  });

  it('gives back the incident and the note', () => {
    const view = submitted(resolveModal(42), { 'Resolution note': { value: ' Restarted the pool\n' } });
    expect(readResolveModal(view)).toEqual({ number: 42, note: 'Restarted the pool' });
  });

  it('takes an empty note for none', () => {
    expect(readResolveModal(submitted(resolveModal(42), { 'Resolution note': { value: ' \n' } })).note).toBeNull();
    expect(readResolveModal(submitted(resolveModal(42), { 'Resolution note': { value: null } })).note).toBeNull();
  });

  it('fits the largest incident number', () => {
    expect(faultsOfView(resolveModal(999_999_999_999_999))).toEqual([]);
  });
});

describe('the Snooze modal', () => {
  it("proposes the next morning in the person's own zone", () => {
    expect(proposed('2026-01-05T14:00:00Z', 'Europe/Berlin')).toBe('2026-01-06T08:00:00.000Z');
    expect(proposed('2026-01-05T02:00:00Z', 'Europe/Berlin')).toBe('2026-01-05T08:00:00.000Z');
    expect(proposed('2026-01-05T07:30:00Z', 'Europe/Berlin')).toBe('2026-01-06T08:00:00.000Z');
    expect(proposed('2026-01-05T14:00:00Z', 'America/New_York')).toBe('2026-01-06T14:00:00.000Z');
  });

  it('keeps to nine in the morning when the clocks change overnight', () => {
    expect(proposed('2026-03-28T14:00:00Z', 'Europe/Berlin')).toBe('2026-03-29T07:00:00.000Z');
  });

  it('falls back to UTC when nobody knows the zone', () => {
    expect(proposed('2026-01-05T14:00:00Z', null)).toBe('2026-01-06T09:00:00.000Z');
    expect(proposed('2026-01-05T14:00:00Z', 'Mars/Olympus')).toBe('2026-01-06T09:00:00.000Z');
  });

  it('says which zone and what range', () => {
    expect(JSON.stringify(snoozeModal({ number: 42, now: NOW, zone: 'Europe/Berlin' }))).toContain(
      'In your time zone, Europe/Berlin. Between 1 minute and 30 days from now.',
    );
  });

  it('gives back the incident and the time', () => {
    const view = submitted(snoozeModal({ number: 42, now: NOW, zone: null }), {
      'Snooze until': { selected_date_time: 1_767_690_000 },
    });
    expect(readSnoozeModal(view)).toEqual({ number: 42, until: 1_767_690_000_000 });
  });

  it('asks again when no time was chosen', () => {
    const view = submitted(snoozeModal({ number: 42, now: NOW, zone: null }), {
      'Snooze until': { selected_date_time: null },
    });
    expect(readSnoozeModal(view)).toEqual({ errors: { snooze_until: 'Pick a date and a time.' } });
  });
});

describe('the Create modal', () => {
  const services = [
    { id: 2, name: 'Search' },
    { id: 1, name: 'Payment API' },
  ];
  const answers = {
    Title: { value: 'Checkout is down' },
    Service: { selected_option: { value: '1' } },
    Urgency: { selected_option: { value: 'HIGH' } },
    Description: { value: 'Since ten' },
    'Assign to': { selected_user: 'U123' },
  };

  it('asks for a title, a service, an urgency and a description', () => {
    expect(createModal({ services, title: '', effects: 'x' })).toMatchObject({
      callback_id: 'create_incident_modal',
      title: { text: 'Create incident' },
      blocks: [
        { label: { text: 'Title' } },
        {
          label: { text: 'Service' },
          optional: true,
          element: { options: [{ text: { text: 'Payment API' }, value: '1' }, { text: { text: 'Search' } }] },
        },
        {
          label: { text: 'Urgency' },
          element: {
            options: [{ text: { text: '🔴 HIGH' } }, { text: { text: '🟡 MEDIUM' } }, { text: { text: '🔵 LOW' } }],
            initial_option: { value: 'MEDIUM' },
          },
        },
        { label: { text: 'Assign to' }, optional: true },
        { type: 'rich_text' },
        { label: { text: 'Description' }, optional: true },
      ],
    });
  });

  it('starts with the title that was typed after the command, cut to fit', () => {
    const titled = (title: string) => createModal({ services, title, effects: 'x' }).blocks[0];
    expect(titled('Checkout\nis down')).toMatchObject({ element: { initial_value: 'Checkout is down' } });
    expect(JSON.stringify(titled('x'.repeat(1_100)))).toContain(`"initial_value":"${'x'.repeat(1_023)}…"`);
    expect(JSON.stringify(titled(' '))).not.toContain('initial_value');
  });

  it('does without the service menu while there are no services', () => {
    expect(createModal({ services: [], title: '', effects: 'x' }).blocks).toHaveLength(5);
  });

  it('offers more than a hundred services in groups', () => {
    const many = Array.from({ length: 150 }, (_, id) => ({ id, name: `service-${String(id).padStart(3, '0')}` }));
    const modal = createModal({ services: many, title: '', effects: 'x' });
    expect(faultsOfView(modal)).toEqual([]);
    expect(modal.blocks[1]).toMatchObject({
      element: {
        option_groups: [
          { label: { text: 'service-000 – service-099' } },
          { label: { text: 'service-100 – service-149' } },
        ],
      },
    });
  });

  it('gives back what was filled in', () => {
    expect(readCreateModal(submitted(createModal({ services, title: '', effects: 'x' }), answers))).toEqual({
      title: 'Checkout is down',
      serviceId: 1,
      urgency: 'HIGH',
      description: 'Since ten',
      assignee: 'U123',
    });
  });

  it('needs neither a service nor a description', () => {
    const view = submitted(createModal({ services, title: '', effects: 'x' }), {
      ...answers,
      Service: { selected_option: null },
      Description: { value: null },
    });
    expect(readCreateModal(view)).toMatchObject({ serviceId: null, description: null });
  });

  it('asks again for a title of blanks, and for an urgency', () => {
    const read = (changed: Record<string, SubmittedInput>) =>
      readCreateModal(submitted(createModal({ services, title: '', effects: 'x' }), { ...answers, ...changed }));
    expect(read({ Title: { value: ' \u0000 ' } })).toEqual({
      errors: { incident_title: 'Say in a few words what is wrong.' },
    });
    expect(read({ Urgency: { selected_option: null } })).toEqual({
      errors: { incident_urgency: 'Choose how urgent it is.' },
    });
  });
});
