'use client';

import { Text } from '@mantine/core';
import { type KeyboardEvent, type PointerEvent, useState } from 'react';
import { clockTime } from '../../components/instant';
import { durationOf } from './durations';
import classes from './over-time.module.css';
import { linesOf, type SeriesPoint } from './series-lines';

interface Props {
  name: string;
  /** What of it is shown. */
  about: string;
  /** Oldest first. */
  points: readonly SeriesPoint[];
  stepSeconds: number;
}

/** One figure over time; a stretch without a measurement is a gap. The pointer and the arrow keys read values. */
export function TimeSeries({ name, about, points, stepSeconds }: Props) {
  const [pointed, setPointed] = useState<number | null>(null);
  const values = points.flatMap(({ value }) => (value === null ? [] : [value]));
  const top = Math.max(1, ...values);
  const latest = points.findLast(({ value }) => value !== null) ?? null;
  const shown = pointed === null ? latest : (points[pointed] ?? latest);
  const first = points[0];
  const point = ({ currentTarget, clientX }: PointerEvent) => {
    const { left, width } = currentTarget.getBoundingClientRect();
    setPointed(
      Math.min(Math.max(Math.floor(((clientX - left) / width) * points.length), 0), points.length - 1),
    );
  };
  const press = (event: KeyboardEvent) => {
    const step = { ArrowLeft: -1, ArrowRight: 1 }[event.key];
    if (step === undefined) return;
    event.preventDefault();
    setPointed(Math.min(Math.max((pointed ?? points.length - 1) + step, 0), points.length - 1));
  };
  return (
    <figure className={classes.figure}>
      <figcaption>
        <span className={classes.name}>{name}</span>
        <span className={classes.value}>{shown?.value == null ? '–' : durationOf(shown.value)}</span>
        <Text size="xs" c="var(--cull-muted)" component="span">
          {pointed !== null && shown !== null ? `at ${clockTime(new Date(shown.at))}` : about}
        </Text>
      </figcaption>
      {values.length === 0 ? (
        <Text size="sm" c="var(--cull-muted)" className={classes.nothing}>
          Nothing measured in this time.
        </Text>
      ) : (
        <div
          role="slider"
          tabIndex={0}
          aria-label={`${name}, ${about}`}
          aria-valuemin={0}
          aria-valuemax={points.length - 1}
          aria-valuenow={pointed ?? points.length - 1}
          aria-valuetext={
            shown?.value == null
              ? 'Nothing measured'
              : `${durationOf(shown.value)} at ${clockTime(new Date(shown.at))}`
          }
          className={classes.plot}
          onPointerMove={point}
          onPointerLeave={() => setPointed(null)}
          onBlur={() => setPointed(null)}
          onKeyDown={press}
        >
          <svg viewBox="0 0 100 100" preserveAspectRatio="none" aria-hidden="true">
            {linesOf(points, top).map((line) => (
              <g key={line.from}>
                <path className={classes.area} d={`${line.path}V100H${line.from}Z`} />
                <path className={classes.line} d={line.path} />
              </g>
            ))}
            {pointed !== null && (
              <line
                className={classes.cursor}
                x1={((pointed + 0.5) / points.length) * 100}
                x2={((pointed + 0.5) / points.length) * 100}
                y1={0}
                y2={100}
              />
            )}
          </svg>
          <span className={classes.top}>{durationOf(top)}</span>
        </div>
      )}
      {first !== undefined && (
        <div className={classes.axis} aria-hidden="true">
          <span>{shortTime(first.at)}</span>
          <span>{shortTime(new Date(Date.parse(points.at(-1)?.at ?? first.at) + stepSeconds * 1_000))}</span>
        </div>
      )}
    </figure>
  );
}

function shortTime(at: string | Date): string {
  return new Date(at).toLocaleTimeString([], { hour: '2-digit', minute: '2-digit' });
}
