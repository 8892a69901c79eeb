'use client';

import { useWindowVirtualizer, type Virtualizer } from '@tanstack/react-virtual';
import { type RefObject, useEffect, useRef, useState } from 'react';

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
  /** How many stand beside each other. */
  columns: number;
  /** The same function for the same rows: all of them are measured anew for another one. */
  keyOf: (index: number) => string;
}

export interface WindowRows {
  readonly virtualizer: Virtualizer<Window, Element>;
  /** Where the list begins in the document, in pixels. */
  readonly top: number;
  /**
   * The rows that were drawn when the page last stood still, the first one and the one behind the last: nothing is asked
   * about those that fly past.
   */
  readonly standing: Range;
}

interface Range {
  readonly first: number;
  readonly end: number;
}

/**
 * Draws of a long list what is on screen, while the page scrolls as if all of it were there.
 * @returns The rows, and what to refer to the element around them by.
 */
export function useWindowRows(options: Options): [RefObject<HTMLDivElement | null>, WindowRows] {
  const { count, columns, keyOf, scale } = options;
  const height = options.height * scale;
  const around = useRef<HTMLDivElement>(null);
  const [top, setTop] = useState(0);
  useEffect(() => {
    // What stands above the list comes and goes, and with it the height of the page.
    const observer = new ResizeObserver(() => {
      if (around.current !== null) setTop(around.current.getBoundingClientRect().top + window.scrollY);
    });
    observer.observe(document.body);
    return () => observer.disconnect();
  }, []);
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
  // biome-ignore lint/correctness/useExhaustiveDependencies: measures anew exactly when these change.
  useEffect(() => virtualizer.measure(), [virtualizer, height, columns]);
  return [around, { virtualizer, top, standing: useStanding(virtualizer) }];
}

function useStanding(virtualizer: Virtualizer<Window, Element>): Range {
  const [standing, setStanding] = useState<Range>({ first: 0, end: 0 });
  const drawn = virtualizer.getVirtualItems();
  const first = drawn[0]?.index ?? 0;
  const end = (drawn.at(-1)?.index ?? -1) + 1;
  if (!virtualizer.isScrolling && (first !== standing.first || end !== standing.end)) {
    setStanding({ first, end });
  }
  return standing;
}
