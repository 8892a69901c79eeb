import { DEFAULT_POLICY, overlay, type Policy } from '@cull/core';
import { countOf, simulateCell } from './grid';
import type { Outcome } from './outcome';

/** One line of the table that came with Cull's specification: shares killed in per cent, median seconds where given. */
interface PublishedLine {
  readonly viewsPerMinute: number;
  readonly lagSeconds: number;
  readonly clustered: boolean;
  readonly trueRatio: number;
  /** The literal rule, the same with three breaches in a row, the evidence rule. */
  readonly published: readonly [PublishedFigure, PublishedFigure, PublishedFigure];
}

interface PublishedFigure {
  readonly percent: number;
  readonly seconds: number | null;
}

export interface ComparedLine extends PublishedLine {
  readonly measured: readonly Outcome[];
}

const EXPECTED = 0.06;
const LAG_SECONDS = 5;

const figure = (percent: number, seconds: number | null = null): PublishedFigure => ({ percent, seconds });
const line = (
  viewsPerMinute: number,
  reactions: 'at once' | 'lag' | 'lag, clustered',
  trueRatio: number,
  ...published: PublishedLine['published']
): PublishedLine => ({
  viewsPerMinute,
  lagSeconds: reactions === 'at once' ? 0 : LAG_SECONDS,
  clustered: reactions === 'lag, clustered',
  trueRatio,
  published,
});

const PUBLISHED: readonly PublishedLine[] = [
  line(60, 'at once', 0, figure(0), figure(0), figure(100, 43)),
  line(60, 'at once', 0.25, figure(43, 353), figure(43, 358), figure(100, 93)),
  line(60, 'at once', 1, figure(1), figure(0.8), figure(0.5)),
  line(600, 'at once', 0, figure(0), figure(0), figure(100, 4)),
  line(600, 'at once', 0.1, figure(100, 80), figure(100, 82), figure(100, 5)),
  line(600, 'at once', 0.25, figure(100, 30), figure(100, 32), figure(100, 9)),
  line(600, 'at once', 0.6, figure(51), figure(41), figure(44)),
  line(600, 'at once', 1, figure(0.8), figure(0.5), figure(0.5)),
  line(600, 'lag', 0.25, figure(100, 35), figure(100, 37), figure(100, 33)),
  line(600, 'lag', 0.6, figure(83), figure(72), figure(7)),
  line(600, 'lag', 0.8, figure(40), figure(24), figure(0)),
  line(600, 'lag', 1, figure(13), figure(5), figure(0)),
  line(6_000, 'lag', 0, figure(0), figure(0), figure(100, 16)),
  line(6_000, 'lag', 0.25, figure(100, 7), figure(100, 9), figure(100, 26)),
  line(6_000, 'lag', 1, figure(100, 3), figure(82), figure(0)),
  line(600, 'lag, clustered', 0.8, figure(50), figure(35), figure(1)),
];

/** Cells of the grid have the numbers below. */
const FIRST_CELL = 10_000;

/** The rules of the published table: each alone, the evidence rule's lag and dispersion fitted to the audience. */
function policiesFor({ lagSeconds, clustered }: PublishedLine): readonly Policy[] {
  const literal = overlay(DEFAULT_POLICY, { evidence: { enabled: false } });
  const evidence = {
    alpha: 0.01,
    reactionLagSeconds: lagSeconds === 0 ? 0 : 15,
    dispersion: clustered ? 1.5 : 1,
  };
  return [
    literal,
    overlay(literal, { consecutiveBreaches: 3 }),
    overlay(DEFAULT_POLICY, { belowThreshold: { enabled: false }, evidence }),
  ];
}

/** Simulates each line of the specification's table anew, with Cull's own engine. */
export function* comparePublished(seed: number, variants: number): Generator<ComparedLine> {
  for (const [index, published] of PUBLISHED.entries()) {
    const audience = { ...published, engagementRate: published.trueRatio * EXPECTED };
    const measured = simulateCell(audience, EXPECTED, policiesFor(published), countOf(variants, published), [
      seed,
      FIRST_CELL + index,
    ]);
    yield { ...published, measured };
  }
}

/** How many lines there are. */
export const PUBLISHED_LINES = PUBLISHED.length;
