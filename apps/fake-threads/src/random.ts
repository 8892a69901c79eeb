/** Draws from [0, 1). */
export type Random = () => number;

/**
 * A 32-bit hash of some text (FNV-1a with a final avalanche).
 *
 * @returns A whole number in [0, 2^32).
 */
export function hash(text: string): number {
  let h = 0x811c9dc5;
  for (let i = 0; i < text.length; i += 1) h = Math.imul(h ^ text.charCodeAt(i), 0x01000193);
  h = Math.imul(h ^ (h >>> 16), 0x85ebca6b);
  h = Math.imul(h ^ (h >>> 13), 0xc2b2ae35);
  return (h ^ (h >>> 16)) >>> 0;
}

/**
 * A small fast counting generator (sfc32) whose stream is fixed by its seed text.
 *
 * Node's own generator cannot be seeded, and a post's audience must be the same after a restart.
 */
export function seededRandom(seed: string): Random {
  let a = hash(`${seed}:a`);
  let b = hash(`${seed}:b`);
  let c = hash(`${seed}:c`);
  let counter = 1;
  const next = () => {
    const sum = (a + b + counter) | 0;
    counter = (counter + 1) | 0;
    a = b ^ (b >>> 9);
    b = (c + (c << 3)) | 0;
    c = (((c << 21) | (c >>> 11)) + sum) | 0;
    return (sum >>> 0) / 0x1_0000_0000;
  };
  // The first draws still show the seed's own pattern.
  for (let i = 0; i < 12; i += 1) next();
  return next;
}

/** Exponentially distributed with the mean given; 0 for a mean of 0. */
export function exponential(random: Random, mean: number): number {
  return -mean * Math.log(1 - random());
}

/** Gamma distributed with mean 1 and the variance given (Marsaglia and Tsang); exactly 1 for a variance of (about) 0. */
export function gammaWithMeanOne(random: Random, variance: number): number {
  // So small a spread is none, and its shape would be beyond what a double can hold.
  if (variance < 1e-9) return 1;
  const shape = 1 / variance;
  // Below a shape of 1 the method needs one more, corrected by a power of a uniform draw.
  const boost = shape < 1 ? (1 - random()) ** (1 / shape) : 1;
  const d = (shape < 1 ? shape + 1 : shape) - 1 / 3;
  const c = 1 / Math.sqrt(9 * d);
  for (;;) {
    const x = normal(random);
    const v = (1 + c * x) ** 3;
    if (v > 0 && Math.log(1 - random()) < 0.5 * x * x + d - d * v + d * Math.log(v))
      return (d * v * boost) / shape;
  }
}

/** Standard normal (Box and Muller). */
export function normal(random: Random): number {
  return Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());
}
