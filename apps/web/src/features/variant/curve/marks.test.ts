import { describe, expect, test } from 'vitest';
import type { Marker } from './markers';
import { pinsOf, stretchesOf } from './marks';

const BEGIN = Date.parse('2026-11-23T12:00:00Z');
const iso = (seconds: number) => new Date(BEGIN + seconds * 1_000).toISOString();
const marker = (seconds: number, type: string, text = ''): Marker => ({
  at: iso(seconds),
  type,
  text,
  actor: null,
  note: null,
  override: null,
});
const SESSION = { startedAt: iso(0), wentBadAt: null, timeOut: null };
const labels = (markers: Marker[], session: Parameters<typeof pinsOf>[1] = SESSION) =>
  pinsOf(markers, session).map(({ label }) => label);

describe('pinsOf', () => {
  test('names what happened, with the time since posting', () => {
    const markers = [
      marker(0, 'variant.monitoring_started'),
      marker(198, 'variant.warned'),
      marker(214, 'variant.killed'),
      marker(215, 'variant.kill_completed'),
      marker(300, 'variant.revived'),
    ];
    expect(labels(markers, { ...SESSION, wentBadAt: iso(165) })).toEqual([
      'posted',
      'went bad 2:45',
      'warned 3:18',
      'killed 3:34',
      'restored 5:00',
    ]);
  });

  test('says what ended it, in its color', () => {
    const timeOut = { verdict: 'passed', longestGapSeconds: 0, checkedLessOften: false } as const;
    expect(pinsOf([marker(600, 'variant.timed_out')], { ...SESSION, timeOut })).toEqual([
      { at: BEGIN + 600_000, label: 'passed 10:00', ink: 'good', isEnd: true },
    ]);
  });

  test('says what is wrong with the counters, and when they are usable again', () => {
    const markers = [
      marker(10, 'variant.data_quality', 'Data quality: stale'),
      marker(40, 'variant.data_quality', 'Data quality: ok'),
    ];
    expect(labels(markers)).toEqual(['stale data 0:10', 'data usable 0:40']);
  });

  test('says once what happens over and over within seconds', () => {
    const markers = [1, 2, 3, 30].map((at) => marker(at, 'policy.changed'));
    expect(labels(markers)).toEqual(['thresholds changed 0:01', 'thresholds changed 0:30']);
  });
});

describe('stretchesOf', () => {
  const seconds = (...markers: Marker[]) =>
    stretchesOf(markers, [BEGIN, BEGIN + 600_000]).map(({ from, to, ink }) => [
      (from - BEGIN) / 1_000,
      (to - BEGIN) / 1_000,
      ink,
    ]);

  test('a pause from its beginning to its end, also where it was changed in between', () => {
    expect(
      seconds(marker(60, 'kills.paused'), marker(90, 'kills.paused'), marker(120, 'kills.resumed')),
    ).toEqual([[60, 120, 'kill']]);
  });

  test('an outage that was there before the posting, and one that lasts', () => {
    expect(seconds(marker(30, 'source.healthy'), marker(500, 'source.unhealthy'))).toEqual([
      [0, 30, 'trouble'],
      [500, 600, 'trouble'],
    ]);
  });

  test('none without pauses and outages', () => {
    expect(seconds(marker(0, 'variant.monitoring_started'))).toEqual([]);
  });
});
