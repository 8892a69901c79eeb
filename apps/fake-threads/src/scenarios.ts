import type { Random } from './random';
import type { AudienceSettings } from './settings';

export const SCENARIO_NAMES = ['winner', 'average', 'loser', 'silent_loser', 'late_drop', 'bursty'] as const;
export type ScenarioName = (typeof SCENARIO_NAMES)[number];

/** A kind of audience: settings that each of its posts varies a little. */
export interface Scenario {
  readonly description: string;
  readonly audience: AudienceSettings;
}

const usual = {
  expectedViewsPerMinute: 120,
  decayMinutes: 12,
  reactionLagSeconds: 8,
  burstiness: 0.15,
  clusterMean: 1.1,
  drop: null,
};

/** Meant for an expected engagement rate of about 6%. */
export const SCENARIOS: Readonly<Record<ScenarioName, Scenario>> = {
  winner: {
    description: 'engages well above what was expected',
    audience: { ...usual, expectedViewsPerMinute: 220, decayMinutes: 20, engagementRate: 0.095 },
  },
  average: {
    description: 'engages about as expected',
    audience: { ...usual, engagementRate: 0.06 },
  },
  loser: {
    description: 'engages well below half of what was expected, and enough people react to show it',
    audience: { ...usual, expectedViewsPerMinute: 420, engagementRate: 0.018 },
  },
  silent_loser: {
    description: 'thousands of views and hardly an interaction',
    audience: { ...usual, expectedViewsPerMinute: 900, engagementRate: 0.0005, clusterMean: 1 },
  },
  late_drop: {
    description: 'starts well, then nobody reacts any more',
    audience: {
      ...usual,
      expectedViewsPerMinute: 300,
      engagementRate: 0.07,
      drop: { afterSeconds: 60, engagementRate: 0.002 },
    },
  },
  bursty: {
    description: 'comes in waves, each engaged viewer reacting more than once',
    audience: { ...usual, engagementRate: 0.055, burstiness: 1.5, clusterMean: 1.6 },
  },
};

/** How often each is drawn where the publisher names none; sums to 1. */
const WEIGHTS: Readonly<Record<ScenarioName, number>> = {
  winner: 0.2,
  average: 0.4,
  loser: 0.15,
  silent_loser: 0.05,
  late_drop: 0.1,
  bursty: 0.1,
};

/** A scenario for a post whose publisher named none. */
export function drawScenario(random: Random): ScenarioName {
  let rest = random();
  for (const name of SCENARIO_NAMES) {
    rest -= WEIGHTS[name];
    if (rest < 0) return name;
  }
  return 'average';
}

/** The audience of one post of a scenario: reach differs by up to a half, engagement by up to a tenth. */
export function audienceOf(name: ScenarioName, random: Random): AudienceSettings {
  const { audience } = SCENARIOS[name];
  const around = (value: number, spread: number) => value * (1 + spread * (2 * random() - 1));
  return {
    ...audience,
    expectedViewsPerMinute: around(audience.expectedViewsPerMinute, 0.5),
    engagementRate: Math.min(1, around(audience.engagementRate, 0.1)),
  };
}
