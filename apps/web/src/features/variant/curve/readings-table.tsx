'use client';

import { formatCount, formatRate } from '@cull/core';
import { useState } from 'react';
import { dueWords } from '../../../components/due-words';
import { clockTime } from '../../../components/instant';
import tables from '../../../components/table.module.css';
import type { CurvePoint } from './curve';
import classes from './readings-table.module.css';
import { spread } from './spread';

/** As many as can be read. */
const SHOWN = 40;

/** The curve in numbers, for those who do not see it; made only once it is asked for. */
export function ReadingsTable({ points }: { points: readonly CurvePoint[] }) {
  const [isOpen, setIsOpen] = useState(false);
  return (
    <details className={classes.readings} onToggle={(event) => setIsOpen(event.currentTarget.open)}>
      <summary>Readings as a table</summary>
      {isOpen && (
        <table className={tables.table} data-figures>
          <thead>
            <tr>
              <th scope="col">Time</th>
              <th scope="col">Engagement rate</th>
              <th scope="col">Plausible ER, at most</th>
              <th scope="col">Interactions</th>
              <th scope="col">Due by then</th>
              <th scope="col">Views</th>
            </tr>
          </thead>
          <tbody>
            {spread(points, SHOWN).map(({ at, rate, bound, interactions, due, views }) => (
              <tr key={at}>
                <th scope="row">{clockTime(new Date(at))}</th>
                <td data-label="Engagement rate">{formatRate(rate)}</td>
                <td data-label="Plausible ER, at most">{bound === null ? '–' : formatRate(bound)}</td>
                <td data-label="Interactions">{formatCount(interactions)}</td>
                <td data-label="Due by then">{due === null ? '–' : dueWords(due)}</td>
                <td data-label="Views">{formatCount(views)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
    </details>
  );
}
