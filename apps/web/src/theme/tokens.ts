/** A color scheme's colors, as `#rrggbb`. Pages know them as `--cull-<name>`, and know no others. */
export interface Tokens {
  /** Surfaces: what lies behind the cards, the cards, and what floats above them. */
  readonly page: string;
  readonly card: string;
  readonly raised: string;
  /** Between rows and around cards; `edge` is around what can be pressed or typed into. */
  readonly line: string;
  readonly edge: string;
  /** Words: what is read, what explains it, and what only decorates. */
  readonly text: string;
  readonly muted: string;
  readonly faint: string;
  /** The one scale of meaning, in chips, bars, lines, dots and charts alike. */
  readonly good: string;
  readonly watch: string;
  readonly warn: string;
  readonly kill: string;
  readonly trouble: string;
  /** Links, focus, and series that mean nothing by themselves. */
  readonly accent: string;
  /** Words on a surface that is filled with one of those. */
  readonly on: string;
}

/** Colors that mean something, and may fill a button, a chip or a note. */
export const INKS = ['good', 'watch', 'warn', 'kill', 'trouble', 'accent'] as const;
export type Ink = (typeof INKS)[number];

export const TOKENS = {
  light: {
    page: '#f4f5f7',
    card: '#ffffff',
    raised: '#ffffff',
    line: '#e3e6ea',
    edge: '#cdd2d9',
    text: '#16181d',
    muted: '#5d6572',
    faint: '#8a93a1',
    good: '#08735a',
    watch: '#556172',
    warn: '#8f5600',
    kill: '#c62839',
    trouble: '#7a4ddb',
    accent: '#3853ee',
    on: '#ffffff',
  },
  dark: {
    page: '#0e1014',
    card: '#16191f',
    raised: '#1c2027',
    line: '#272c35',
    edge: '#3a414d',
    text: '#e8eaee',
    muted: '#9aa3b2',
    faint: '#6b7483',
    good: '#3ecf9f',
    watch: '#94a3b8',
    warn: '#f2b441',
    kill: '#ff6b78',
    trouble: '#b79bff',
    accent: '#8c9eff',
    on: '#0e1014',
  },
} as const satisfies Record<'light' | 'dark', Tokens>;

/** How much of a color is in the surface behind its own words. */
const SOFT = 0.12;

/** Returns the surface behind words in an ink: a little of it on a card. */
export function softOf(tokens: Tokens, ink: Ink): string {
  return mixed(tokens[ink], tokens.card, SOFT);
}

/** Returns so much of one color in another. @param share 0 to 1. */
export function mixed(color: string, into: string, share: number): string {
  const [from, to] = [channelsOf(color), channelsOf(into)];
  return `#${to
    .map((channel, index) => Math.round(channel + ((from[index] ?? channel) - channel) * share))
    .map((channel) => channel.toString(16).padStart(2, '0'))
    .join('')}`;
}

/** Returns the contrast of two colors, 1 to 21, as WCAG 2.2 defines it. */
export function contrast(one: string, other: string): number {
  const [darker = 0, lighter = 0] = [luminanceOf(one), luminanceOf(other)].toSorted((a, b) => a - b);
  return (lighter + 0.05) / (darker + 0.05);
}

function luminanceOf(color: string): number {
  const [red = 0, green = 0, blue = 0] = channelsOf(color).map((channel) => {
    const share = channel / 255;
    return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}

/** Red, green and blue, 0 to 255. */
function channelsOf(color: string): readonly number[] {
  return [1, 3, 5].map((at) => Number.parseInt(color.slice(at, at + 2), 16));
}
