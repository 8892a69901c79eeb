'use client';

import { useWindowVirtualizer, type Virtualizer } from '@tanstack/react-virtual';
import { useEffect, useState } from 'react';

/** Drawn above and below the screen. */
const OVERSCAN = 4;
/** The page's header and the table's, which stay on top of what scrolls; at the usual size of letters. */
const COVERED_PX = 96;

interface Options {
  count: number;
  /** Of a row that was not drawn yet, in pixels at the usual size of letters. */
  height: number;
  /** By how much letters are larger than usual. */
  scale: number;
  /** How many stand side by side. */
  columns: number;
  /** The same function for the same rows: all of them are measured again for another one. */
  keyOf: (index: number) => string;
}

export interface WindowRows {
  /** What to refer to the element by that holds the rows and nothing else. */
  readonly ref: (element: HTMLElement | null) => void;
  readonly virtualizer: Virtualizer<Window, Element>;
  /** Where the rows begin in the document, in pixels. */
  readonly top: number;
  /**
   * The rows that were drawn when the page last stood still, the first one and the one behind the last: nothing is asked
   * about those that fly past.
   */
  readonly standing: RowRange;
}

interface RowRange {
  readonly first: number;
  readonly end: number;
}

/** Draws of a long list what is on screen, while the page scrolls as if all of it were there. */
export function useWindowRows(options: Options): WindowRows {
  const { count, columns, keyOf, scale } = options;
  const height = options.height * scale;
  const [holder, ref] = useState<HTMLElement | null>(null);
  const [top, setTop] = useState(0);
  useEffect(() => {
    if (holder === null) return;
    // What stands above the list comes and goes, and with it the height of the page.
    const observer = new ResizeObserver(() => setTop(holder.getBoundingClientRect().top + window.scrollY));
    observer.observe(document.body);
    return () => observer.disconnect();
  }, [holder]);
  const virtualizer = useWindowVirtualizer({
    count,
    estimateSize: () => height,
    lanes: columns,
    getItemKey: keyOf,
    overscan: OVERSCAN,
    scrollMargin: top,
    scrollPaddingStart: COVERED_PX * scale,
  });
  // Another way to draw them, another height.
  // biome-ignore lint/correctness/useExhaustiveDependencies: measures again exactly when these change.
  useEffect(() => virtualizer.measure(), [virtualizer, height, columns]);
  return { ref, virtualizer, top, standing: useStanding(virtualizer) };
}

function useStanding(virtualizer: Virtualizer<Window, Element>): RowRange {
  const [standing, setStanding] = useState<RowRange>({ first: 0, end: 0 });
  const drawn = virtualizer.getVirtualItems();
  const first = drawn[0]?.index ?? 0;
  const end = (drawn.at(-1)?.index ?? -1) + 1;
  if (!virtualizer.isScrolling && (first !== standing.first || end !== standing.end)) {
    setStanding({ first, end });
  }
  return standing;
}
