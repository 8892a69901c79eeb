/** Draws that are the same for the same seed. */
export interface Random {
  /** [0, 1) */
  uniform(): number;
  /** @param mean From 0 to some 500. */
  poisson(mean: number): number;
  /** How many of `count` trials succeed, each with a chance of `share`. */
  binomial(count: number, share: number): number;
  /** Trials up to and including the first success, each with a chance of `share`; infinite where that is 0. */
  geometric(share: number): number;
}

/** Draws after which nothing of the seed is left to be seen. */
const STIRS = 16;

/**
 * C. Doty-Humphrey's sfc32: 128 bits of state, so that the streams of different seeds do not meet. Streams for several
 * things (a cell, a variant in it) are told apart by their words, not by sums of seeds.
 * @param words Whole numbers, of which the lower 32 bits count.
 */
export function seeded(...words: readonly [number, number?, number?]): Random {
  let a = words[0] | 0;
  let b = (words[1] ?? 0) | 0;
  let c = (words[2] ?? 0) | 0;
  let counter = 1;
  const uniform = () => {
    const sum = (((a + b) | 0) + counter) | 0;
    counter = (counter + 1) | 0;
    a = b ^ (b >>> 9);
    b = (c + (c << 3)) | 0;
    c = (((c << 21) | (c >>> 11)) + sum) | 0;
    return (sum >>> 0) / 4_294_967_296;
  };
  for (let stir = 0; stir < STIRS; stir += 1) uniform();
  return {
    uniform,
    geometric: (share) => geometric(uniform, share),
    poisson: (mean) => poisson(uniform, mean),
    binomial: (count, share) => binomial(uniform, count, share),
  };
}

function geometric(uniform: () => number, share: number): number {
  if (share <= 0) return Number.POSITIVE_INFINITY;
  return share >= 1 ? 1 : 1 + Math.floor(Math.log1p(-uniform()) / Math.log1p(-share));
}

/** Knuth's: uniforms are multiplied until their product falls below e to the minus mean. */
function poisson(uniform: () => number, mean: number): number {
  const floor = Math.exp(-mean);
  let count = 0;
  for (let product = uniform(); product > floor; product *= uniform()) count += 1;
  return count;
}

/** From success to success, so that rare successes cost little. */
function binomial(uniform: () => number, count: number, share: number): number {
  let successes = 0;
  for (let trial = geometric(uniform, share); trial <= count; trial += geometric(uniform, share)) {
    successes += 1;
  }
  return successes;
}
