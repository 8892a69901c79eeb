'use client';

import { formatCount } from '@cull/core';
import { useState } from 'react';
import { dueWords } from '../../components/due-words';
import tables from '../../components/table.module.css';
import { VariantLink } from '../live/list/variant-link';
import classes from './boundary.module.css';
import { ruleWords, shareWords } from './dot-words';
import type { Dot } from './dots';
import type { BoundaryPolicy } from './edges';

/** More rows nobody reads; the list has all of them. */
const SHOWN = 200;

/** The boundary chart in numbers, the worst first, for those who do not see it; made once it is asked for. */
export function DotsTable({ dots, policy }: { dots: readonly Dot[]; policy: BoundaryPolicy }) {
  const [isOpen, setIsOpen] = useState(false);
  return (
    <details className={classes.table} onToggle={(event) => setIsOpen(event.currentTarget.open)}>
      <summary>Variants as a table</summary>
      {isOpen && (
        // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard.
        <section tabIndex={0} aria-label="Variants as a table">
          <table className={tables.table} data-figures>
            <thead>
              <tr>
                <th scope="col">Variant</th>
                <th scope="col">Verdict</th>
                <th scope="col">Due so far</th>
                <th scope="col">Came</th>
                <th scope="col">Of those due</th>
                <th scope="col">Rules that kill here</th>
              </tr>
            </thead>
            <tbody>
              {dots
                .toSorted((a, b) => a.y - b.y)
                .slice(0, SHOWN)
                .map((dot) => (
                  <tr key={dot.monitoringId} data-chosen={dot.isSelf || undefined}>
                    <th scope="row">
                      {dot.isSelf ? `${dot.variantId} (this one)` : <VariantLink variantId={dot.variantId} />}
                    </th>
                    <td data-label="Verdict">{dot.word}</td>
                    <td data-label="Due so far">{dueWords(dot.due)}</td>
                    <td data-label="Came">{formatCount(dot.came)}</td>
                    <td data-label="Of those due">{shareWords(dot)}</td>
                    <td data-label="Rules that kill here">{ruleWords(dot, policy)}</td>
                  </tr>
                ))}
            </tbody>
          </table>
        </section>
      )}
    </details>
  );
}
