import { formatDuration } from '@cull/core';
import { qualityWord } from '../../../components/standing';
import { type KnownTimeOut, timeOutLabel } from '../../../components/time-out-words';
import type { Ink } from '../../../theme/tokens';
import type { Marker } from './markers';

/** A moment that is marked on the curve by its name. */
export interface Pin {
  /** Epoch milliseconds. */
  readonly at: number;
  readonly label: string;
  readonly ink: Ink;
  /** Whether the variant ended there: such a line is drawn through. */
  readonly isEnd: boolean;
}

/** A stretch in which nothing was killed, or nothing could be told. */
export interface Stretch {
  readonly from: number;
  readonly to: number;
  readonly ink: Ink;
}

interface Session {
  readonly startedAt: string;
  readonly wentBadAt: string | null;
  readonly timeOut: KnownTimeOut;
}

/** What is on the curve of the events that a session has, and how. */
const SHOWN: Readonly<Record<string, { readonly word: string; readonly ink: Ink }>> = {
  'variant.monitoring_started': { word: 'posted', ink: 'watch' },
  'variant.warned': { word: 'warned', ink: 'warn' },
  'variant.recovered': { word: 'recovered', ink: 'good' },
  'variant.killed': { word: 'killed', ink: 'kill' },
  'variant.stopped': { word: 'stopped', ink: 'watch' },
  'variant.timed_out': { word: 'ended', ink: 'watch' },
  'variant.revived': { word: 'restored', ink: 'good' },
  'variant.would_have_killed': { word: 'kill blocked', ink: 'kill' },
  'variant.approval_requested': { word: 'approval asked for', ink: 'warn' },
  'variant.dismissed': { word: 'dismissed', ink: 'accent' },
  'variant.protected': { word: 'protected', ink: 'accent' },
  'variant.unprotected': { word: 'unprotected', ink: 'accent' },
  'variant.extended': { word: 'extended', ink: 'accent' },
  'variant.data_quality': { word: 'data', ink: 'trouble' },
  'policy.changed': { word: 'thresholds changed', ink: 'accent' },
  'kills.paused': { word: 'kills paused', ink: 'kill' },
  'kills.resumed': { word: 'kills resumed', ink: 'good' },
  'breaker.tripped': { word: 'circuit breaker', ink: 'kill' },
  'breaker.reset': { word: 'breaker reset', ink: 'good' },
  'source.unhealthy': { word: 'source down', ink: 'trouble' },
  'source.healthy': { word: 'source back', ink: 'good' },
};
const ENDS = new Set(['variant.killed', 'variant.stopped', 'variant.timed_out']);
/** Of one kind, so soon one after another, they say it once. */
const TOGETHER_MS = 5_000;

/**
 * Returns the moments that the curve marks, in the order of time, each with its name and the time since posting.
 * @param markers In the order of time.
 */
export function pinsOf(
  markers: readonly Marker[],
  { startedAt, wentBadAt, timeOut }: Session,
): readonly Pin[] {
  const begin = Date.parse(startedAt);
  const named = (word: string, at: number) =>
    word === 'posted' ? word : `${word} ${formatDuration(at - begin)}`;
  const pins: (Pin & { word: string })[] = [];
  for (const marker of markers) {
    const shown = SHOWN[marker.type];
    if (shown === undefined) continue;
    const at = Date.parse(marker.at);
    const { word, ink } = { ...shown, ...specialOf(marker, timeOut) };
    const isRepeated = pins.some((pin) => pin.word === word && at - pin.at < TOGETHER_MS);
    if (!isRepeated) pins.push({ at, word, ink, label: named(word, at), isEnd: ENDS.has(marker.type) });
  }
  if (wentBadAt !== null) {
    const at = Date.parse(wentBadAt);
    pins.push({ at, word: 'went bad', ink: 'warn', label: named('went bad', at), isEnd: false });
  }
  return pins
    .toSorted((one, other) => one.at - other.at)
    .map(({ at, label, ink, isEnd }) => ({ at, label, ink, isEnd }));
}

/** Returns the color in which an event is told; what is not on the curve means nothing by itself. */
export function inkOf(marker: Marker, timeOut: KnownTimeOut): Ink {
  return specialOf(marker, timeOut).ink ?? SHOWN[marker.type]?.ink ?? 'watch';
}

function specialOf({ type, text }: Marker, timeOut: KnownTimeOut): { word?: string; ink?: Ink } {
  if (type === 'variant.timed_out')
    return {
      word: timeOutLabel(timeOut).toLowerCase(),
      ...(timeOut?.verdict === 'passed' && { ink: 'good' }),
    };
  if (type !== 'variant.data_quality') return {};
  const quality = qualityOf(text);
  return quality === 'ok'
    ? { word: 'data usable', ink: 'good' }
    : { word: qualityWord(quality).toLowerCase() };
}

function qualityOf(text: string): string {
  return /\w+$/.exec(text)?.[0] ?? '';
}

/** Which events begin a stretch, and which end it. */
const STRETCHES: readonly { readonly begins: string; readonly ends: string; readonly ink: Ink }[] = [
  { begins: 'kills.paused', ends: 'kills.resumed', ink: 'kill' },
  { begins: 'breaker.tripped', ends: 'breaker.reset', ink: 'kill' },
  { begins: 'source.unhealthy', ends: 'source.healthy', ink: 'trouble' },
];

/**
 * Returns the pauses and outages: one whose beginning nobody saw began before the posting, and one without an end lasts.
 * @param span From when to when there is a curve, epoch milliseconds.
 */
export function stretchesOf(
  markers: readonly Marker[],
  [begin, end]: readonly [number, number],
): readonly Stretch[] {
  return STRETCHES.flatMap(({ begins, ends, ink }) => {
    const stretches: Stretch[] = [];
    let from: number | null = null;
    let isFirst = true;
    for (const { type, at } of markers) {
      if (type === begins) from ??= Date.parse(at);
      if (type === ends && (from !== null || isFirst)) {
        stretches.push({ from: from ?? begin, to: Date.parse(at), ink });
        from = null;
      }
      if (type === begins || type === ends) isFirst = false;
    }
    return from === null ? stretches : [...stretches, { from, to: end, ink }];
  });
}
