import { summary } from './figures.mjs';

/**
 * A line of the report. Of the two sides, each has one value per round, and the rounds of both took turns: a machine that
 * is slower for a while is slower for both, so that what is compared, round by round, can be trusted where the values can't.
 *
 * @param {object} measured
 * @param {string} measured.what
 * @param {string} measured.unit `/s`, `ms`, `µs`
 * @param {number[]} measured.ours
 * @param {number[]} [measured.theirs] Without it the value itself is what counts.
 * @param {string} [measured.against] Whose the others are.
 * @param {'ratio' | 'difference'} [measured.by] How the sides are compared: ours divided by theirs, or less theirs.
 * @param {{ atLeast: number } | { atMost: number }} [measured.target] For what is compared.
 */
export function row({ what, unit, ours, theirs, against = '', by = 'ratio', target = null }) {
  const compared = theirs ? ours.map((value, round) => compare[by](value, theirs[round])) : ours;
  const result = summary(compared);
  return {
    what,
    unit,
    ours: summary(ours),
    theirs: theirs ? summary(theirs) : null,
    against,
    by: theirs ? by : 'value',
    result,
    rounds: compared.length,
    target,
    met: target && isMet(result.median, target),
  };
}

const compare = {
  ratio: (ours, theirs) => ours / theirs,
  difference: (ours, theirs) => ours - theirs,
};

function isMet(value, { atLeast, atMost }) {
  return (atLeast === undefined || value >= atLeast) && (atMost === undefined || value <= atMost);
}
