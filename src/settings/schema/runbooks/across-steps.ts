import { didYouMean } from '../../did-you-mean.ts';
import { everyStep, type Step, stepsWithin } from './operations.ts';
import { isSecret, placesIn } from './placeholders.ts';

/** Deeper, nobody finds their way. */
const MAX_DEPTH = 3;

interface Named {
  results: Set<string>;
  posts: Set<string>;
}

/** What is wrong with steps beside each other: names that nothing has, or two have. `index` of the outermost step. */
export function flawsAcrossSteps(steps: readonly Step[]): { index: number; message: string }[] {
  const named: Named = { results: new Set(), posts: new Set() };
  return steps.flatMap((outermost, index) => {
    const messages = flawsOf(outermost, named, false);
    if (depthOf(outermost) > MAX_DEPTH) {
      messages.push(`has steps within steps within steps: ${MAX_DEPTH} levels at most`);
    }
    return [...new Set(messages)].map((message) => ({ index, message }));
  });
}

function flawsOf(step: Step, named: Named, hasEach: boolean): string[] {
  const { results, posts } = named;
  const flaws = ownPlaces(step).flatMap((place) => {
    const [kind, name = ''] = place.split('.');
    if (kind === 'each' && !hasEach) return [`has [${place}], which there is only within for_each`];
    if (kind !== 'result' || results.has(name)) return [];
    return [`has [${place}], and no step before it has "as: ${name}".${didYouMean(name, [...results])}`];
  });
  if (step.action === 'slack.pin' && !posts.has(step.message)) {
    const hint = didYouMean(step.message, [...posts]);
    flaws.push(`pins ${JSON.stringify(step.message)}, and no step before it posts with "as: ${step.message}".${hint}`);
  }
  if (step.action === 'call_webhook' && step.as === null && Object.keys(step.keep).length > 0) {
    flaws.push('keeps something of the answer, and has no name for it: add "as: ticket"');
  }
  const shown = step.action === 'call_webhook' ? { ...step, headers: {}, body: null } : step;
  if (ownPlaces(shown).some(isSecret)) {
    flaws.push('names a secret where it would be shown: secrets stand in headers and body of call_webhook alone');
  }
  const name = 'as' in step ? step.as : null;
  if (name !== null) {
    if (results.has(name) || posts.has(name)) flaws.push(`is the second one with "as: ${name}"`);
    (step.action.startsWith('slack.') ? posts : results).add(name);
  }
  const isEach = hasEach || step.action === 'for_each';
  return [...flaws, ...stepsWithin(step).flatMap((one) => flawsOf(one, named, isEach))];
}

function depthOf(step: Step): number {
  return Math.max(0, ...stepsWithin(step).map((one) => 1 + depthOf(one)));
}

/** What its texts name, without those of steps within it. */
function ownPlaces(step: Step): string[] {
  const within = new Set<unknown>([...everyStep([step])]);
  within.delete(step);
  return textsIn(step, within).flatMap(placesIn);
}

/** Every text in a value, however deep. @param without what is left out */
function textsIn(value: unknown, without: ReadonlySet<unknown>): string[] {
  if (without.has(value)) return [];
  if (typeof value === 'string') return [value];
  if (Array.isArray(value)) return value.flatMap((item) => textsIn(item, without));
  return typeof value === 'object' && value !== null
    ? Object.values(value).flatMap((item) => textsIn(item, without))
    : [];
}
