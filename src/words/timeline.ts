import type { ChannelPart, TimelineFact } from '../incidents/timeline.ts';
import { incidentKey } from '../incidents/types.ts';
import type { UtcMs } from '../lib/clock.ts';
import type { Call } from '../oncall/call.ts';
import { isMoreUrgent } from '../oncall/urgency.ts';
import { type Actor, isSamePerson } from '../people/actor.ts';
import { contactTrouble, METHODS, reachedBy } from './contact.ts';
import { urgencyLabel } from './incident.ts';
import { roleWord } from './roles.ts';
import { duration } from './time.ts';
import { updateLabel } from './updates.ts';

/** What a fact of the timeline reads like. */
export interface FactWords {
  mark: string;
  words: string;
  /** A time that follows the words: when a snooze ends. */
  time?: UtcMs;
  /** What somebody wrote. */
  text?: string | null;
  /** What their text is, where the words don't say that it follows. */
  textLabel?: string;
}

/** What each place where a timeline is read writes in its own way. */
export interface FactWriter {
  actor(actor: Actor): string;
  /** "@bob" */
  person(name: string): string;
  /** Follows "Escalated to step 2": who was called, and who could not be. */
  called(call: Call): string;
  /** That somebody could not be paged, with Slack's reason. */
  unpaged(name: string, code: string): string;
  /** "#inc-42-payment-api" */
  channel(id: string, name: string): string;
  /** What Slack's reason means. */
  reason(code: string): string;
}

/** The words for every kind of fact, in Slack's threads and on web pages; a new kind fails to compile without its own. */
export function factWords(actor: Actor, fact: TimelineFact, write: FactWriter): FactWords {
  const by = write.actor(actor);
  const isClock = actor.kind === 'clock';
  switch (fact.kind) {
    case 'triggered':
      return { mark: '🚨', words: `Triggered by ${by}` };
    case 'alert_joined':
      return { mark: '➕', words: `Another alert of its group, from ${by}`, text: fact.title };
    case 'flapping': {
      const often = `its alert was resolved ${fact.times} times within ${duration(fact.within)}`;
      const words = `Flapping: ${often}. It stays open until the alert has been quiet for ${duration(fact.calm)}`;
      return { mark: '〰️', words };
    }
    case 'flapping_over':
      return { mark: '〰️', words: 'No longer flapping: its alert has been firing without a break' };
    case 'urgency_raised':
      return { mark: '⏫', words: `Urgency raised from ${fact.from} to ${urgencyLabel(fact.to)} by ${by}` };
    case 'urgency_changed': {
      const rises = isMoreUrgent(fact.to, fact.from);
      const words = `Urgency ${rises ? 'raised' : 'lowered'} from ${fact.from} to ${urgencyLabel(fact.to)} by ${by}`;
      return { mark: rises ? '⏫' : '⏬', words };
    }
    case 'edited':
      return { mark: '✏️', words: `Edited by ${by}`, text: editWords(fact) };
    case 'marked_private':
      return {
        mark: '🔒',
        words: `Marked private by ${by}: only the members of its channel see it, and whoever is called to it`,
      };
    case 'acknowledged':
      return { mark: '✅', words: `Acknowledged by ${by}` };
    case 'assigned': {
      const to = write.actor(fact.to);
      const before = fact.from && !isSamePerson(fact.from, actor) ? ` from ${write.actor(fact.from)}` : '';
      if (isSamePerson(fact.to, actor)) return { mark: '🙋', words: `Taken over by ${to}${before}` };
      return { mark: '👉', words: `Assigned to ${to} by ${by}${before && `, taken${before}`}` };
    }
    case 'status_updated': {
      const { state, impact: text, nextAt } = fact;
      const words = `Update by ${by}: ${updateLabel(state)}`;
      return { mark: '📣', text, ...(nextAt === null ? { words } : { words: `${words}, the next one`, time: nextAt }) };
    }
    case 'status_update_due': {
      const told = fact.told ? `${write.person(fact.told.name)} was reminded` : 'nobody is in charge of it';
      return { mark: '📣', words: `Stakeholders wait for an update: ${told}` };
    }
    case 'task_added':
    case 'task_changed': {
      const { task, owner, dueAt, text } = fact;
      const whose = owner ? `, for ${isSamePerson(owner, actor) ? 'themselves' : write.actor(owner)}` : '';
      const what = `Task ${task} ${fact.kind === 'task_added' ? 'added' : 'changed'} by ${by}${whose}`;
      return { mark: '☑️', text, ...(dueAt === null ? { words: what } : { words: `${what}, due`, time: dueAt }) };
    }
    case 'task_done':
      return { mark: '☑️', words: `Task ${fact.task} done by ${by}`, text: fact.text };
    case 'task_reopened':
      return { mark: '☑️', words: `Task ${fact.task} is open again, says ${by}`, text: fact.text };
    case 'task_due': {
      const told = fact.told ? `${write.person(fact.told.name)} was reminded of it` : 'nobody has it';
      return { mark: '⏰', words: `Task ${fact.task} is due, ${told}`, text: fact.text };
    }
    case 'role_offered': {
      const until = fact.from ? `; until then it stays ${write.actor(fact.from)}` : '';
      return { mark: '🎖️', words: `${by} asks ${write.actor(fact.to)} to be ${roleWord(fact.role)}${until}` };
    }
    case 'role_taken':
      return {
        mark: '🎖️',
        words: `${by} is ${roleWord(fact.role)} now${fact.from ? `, after ${write.actor(fact.from)}` : ''}`,
      };
    case 'role_declined':
      return { mark: '🎖️', words: `${by} can't be ${roleWord(fact.role)}` };
    case 'role_ended': {
      const role = roleWord(fact.role);
      const isOwn = fact.from === null || isSamePerson(fact.from, actor);
      return {
        mark: '🎖️',
        words: isOwn
          ? `${by} is no longer ${role}`
          : `${write.actor(fact.from ?? actor)} is no longer ${role}, says ${by}`,
      };
    }
    case 'resolved':
      return { mark: '🔧', words: `Resolved by ${by}`, text: fact.note, textLabel: 'Resolution' };
    case 'reopened':
      if (fact.from === 'RESOLVED') return { mark: '♻️', words: `Reopened by ${by}` };
      return {
        mark: '↩️',
        words: `Open again${isClock ? ': its owner did not answer' : `, handed back by ${by}: nobody has it now`}`,
      };
    case 'snoozed':
      return { mark: '💤', words: `Snoozed by ${by} until`, time: fact.until };
    case 'woke':
      if (actor.kind === 'person') return { mark: '🔔', words: `Woken up by ${by}, nobody has it now` };
      return { mark: '🔔', words: isClock ? 'Woke up: the snooze is over' : `Woke up: ${by} says it is HIGH now` };
    case 'escalated':
      return { mark: '⬆️', words: `Escalated to ${stepWords(fact)}${isClock ? '' : ` by ${by}`}${write.called(fact)}` };
    case 'escalation_held':
      return { mark: '🔕', words: `Nobody is paged while it is ${urgencyLabel(fact.urgency)}` };
    case 'attached':
      return {
        mark: '🔗',
        words: 'Nobody is paged: people are working on, or paged for, a service that it depends on',
        text: fact.service,
      };
    case 'detached':
      return {
        mark: '🔗',
        words: 'People are paged for it now: nobody is paged any more for the service that it depends on',
      };
    case 'delayed':
      return { mark: '⏳', words: 'Not shown, and nobody paged, unless it lasts until', time: fact.until };
    case 'lasted':
      return { mark: '⏳', words: 'It has lasted, so it is shown' };
    case 'maintenance':
      return { mark: '🛠️', words: 'Nobody is paged: its service is in maintenance until', time: fact.until };
    case 'maintenance_over':
      return { mark: '🛠️', words: 'The maintenance of its service is over' };
    case 'escalation_restarted':
      return {
        mark: '🔁',
        words: isClock
          ? 'Escalation starts from its first step: the settings have changed'
          : `Escalation restarted by ${by}`,
      };
    case 'paged':
      return { mark: '📣', words: `${by} called for help${write.called(fact)}` };
    case 'page_failed':
      return { mark: '⚠️', words: write.unpaged(fact.name, fact.code) };
    case 'contacted':
      return { mark: '📨', words: `${write.person(fact.name)} was ${reachedBy(fact.method)}` };
    case 'contact_failed': {
      const who = `${write.person(fact.name)} could not be reached by ${METHODS[fact.method]}`;
      return { mark: '⚠️', words: `${who}. ${contactTrouble(fact.code)}` };
    }
    case 'sla_breached':
      return { mark: '⏱️', words: `SLA breached: was to be ${PARTICIPLES[fact.target]} by`, time: fact.due };
    case 'reminded':
      return {
        mark: '👋',
        words: `${write.person(fact.owner.name)} was asked for news, after ${duration(fact.quiet)} of silence`,
      };
    case 'confirmed':
      return { mark: '👍', words: `${by} is still on it` };
    case 'note_added':
      return { mark: '📝', words: `Note by ${by}`, text: fact.text };
    case 'message_added': {
      const { addedBy } = fact;
      const isOwn = addedBy === null || isSamePerson(addedBy, actor);
      return { mark: '💬', words: `${by} wrote${isOwn ? '' : `, added by ${write.actor(addedBy)}`}`, text: fact.text };
    }
    case 'message_withdrawn':
      return { mark: '💬', words: 'A message was taken back' };
    case 'merged':
      return { mark: '🔀', words: `Merged into ${incidentKey(fact.into)} by ${by}: it goes on there` };
    case 'survivor_changed':
      return { mark: '🔀', words: `Work goes on in ${incidentKey(fact.to)} now` };
    case 'unmerged':
      return {
        mark: '↩️',
        words: `Merge into ${incidentKey(fact.from)} undone by ${by}: it is an incident of its own again`,
      };
    case 'absorbed':
      return { mark: '🔀', words: `${incidentKey(fact.number)} was merged into this one by ${by}`, text: fact.title };
    case 'parted':
      return {
        mark: '↩️',
        words: `Merge of ${incidentKey(fact.number)} undone by ${by}: it is an incident of its own again`,
      };
    case 'runbook_begun':
      return { mark: '📋', words: `Runbook begun by ${by}`, text: fact.name };
    case 'runbook_step_resumed': {
      const words = fact.how === 'retry' ? 'is done again' : 'is left out';
      return { mark: '📋', words: `Step ${fact.place} of a runbook ${words}, by ${by}`, text: fact.name };
    }
    case 'runbook_answered':
      return { mark: '📋', words: `${by} answered what a runbook asked: ${fact.answer}`, text: fact.question };
    case 'channel_requested':
      return { mark: '#️⃣', words: `Channel of its own requested by ${by}` };
    case 'channel_made':
      return {
        mark: '#️⃣',
        words: fact.isConverted
          ? `${write.channel(fact.channelId, fact.name)} is its channel from now on, says ${by}`
          : `It has a channel of its own now: ${write.channel(fact.channelId, fact.name)}`,
      };
    case 'channel_failed':
      return { mark: '⚠️', words: `No channel was made for it. ${write.reason(fact.code)} Work goes on here` };
    case 'channel_lacks': {
      const parts = fact.parts.map((part) => CHANNEL_PARTS_WORDS[part]).join(', ');
      return { mark: '⚠️', words: `Its channel is without ${parts}. ${write.reason(fact.code)}` };
    }
    case 'channel_keeps': {
      const parts = fact.parts.map((part) => CHANNEL_PARTS_WORDS[part]).join(', ');
      const words = `The channel that it had before it was private still shows ${parts}. ${write.reason(fact.code)} Take that off by hand`;
      return { mark: '⚠️', words };
    }
    case 'channel_closing':
      return {
        mark: '🗄️',
        words: fact.quiet === 0 ? `Its channel is to be archived, says ${by}` : 'Its channel is to be archived',
      };
    case 'channel_in_use':
      return {
        mark: '🗄️',
        words: `It is over, and people are still writing in ${write.channel(fact.channelId, 'its channel')}. Is that channel to be archived? Without an answer it is, once it has been quiet`,
      };
    case 'channel_kept':
      return { mark: '🗄️', words: `Its channel stays, as ${by} wants` };
    case 'channel_archived':
      return { mark: '🗄️', words: 'Its channel was archived' };
    case 'channel_not_archived':
      return { mark: '⚠️', words: `Its channel was not archived. ${write.reason(fact.code)}` };
    case 'channel_closed':
      return {
        mark: '⚠️',
        words: `Its channel is archived, or gone, and apps can't bring one back. Somebody can unarchive it in Slack, or have another one made: ⋯ → More… → Make a channel`,
      };
    case 'linked':
      return { mark: '🔗', words: `Linked with ${incidentKey(fact.to)} by ${by}` };
    case 'unlinked':
      return { mark: '🔗', words: `Link with ${incidentKey(fact.to)} removed by ${by}` };
  }
}

/** `title “Slow” → “Down”, service Website → Payment API, description` */
function editWords({ title, service, description }: Extract<TimelineFact, { kind: 'edited' }>): string {
  return [
    title && `title “${title.from}” → “${title.to}”`,
    service && `service ${service.from ?? 'none'} → ${service.to ?? 'none'}`,
    description && 'description',
  ]
    .filter((part) => part !== undefined)
    .join(', ');
}

const CHANNEL_PARTS_WORDS: Record<ChannelPart, string> = {
  purpose: 'its description',
  topic: 'its topic',
  pin: 'its pinned card',
  bookmarks: 'its bookmarks',
  people: 'some of the people who were to be invited',
  name: 'a name that says nothing of its service',
};

const PARTICIPLES = { acknowledge: 'acknowledged', resolve: 'resolved' } as const;

/** Positions count from 0, people from 1. */
export function stepWords({ cycle, step }: { cycle: number; step: number }): string {
  return cycle === 0 ? `step ${step + 1}` : `step ${step + 1}, round ${cycle + 1}`;
}
