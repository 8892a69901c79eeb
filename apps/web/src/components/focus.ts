'use client';

import { type RefObject, useLayoutEffect } from 'react';

const FOCUSABLE = 'a[href], button:enabled, input:enabled, select:enabled, textarea:enabled, [tabindex="0"]';

/**
 * What could have the focus in an element's place, nearest first: what shares its innermost container, and there what
 * follows it before what precedes it.
 */
export function neighborsOf(element: Element): readonly HTMLElement[] {
  const found = new Set<HTMLElement>();
  for (let around = element.parentElement; around !== null; around = around.parentElement) {
    const others = [...around.querySelectorAll<HTMLElement>(FOCUSABLE)].filter(
      (other) => !element.contains(other),
    );
    const following = others.filter((other) => follows(other, element));
    const preceding = others.filter((other) => !follows(other, element)).reverse();
    for (const other of [...following, ...preceding]) found.add(other);
  }
  return [...found];
}

/** Gives the focus to the first of these that is on the page and can be seen. */
export function focusFirst(elements: readonly (HTMLElement | null)[]): void {
  elements
    .find((element) => element?.isConnected && element.checkVisibility())
    ?.focus({ preventScroll: true });
}

/** Whether the focus is nowhere: what had it is gone. */
export function isFocusLost(): boolean {
  return document.activeElement === null || document.activeElement === document.body;
}

/**
 * An element that goes while it has the focus, or can no longer have it, hands it to its neighbor: who works by keyboard
 * would have to begin at the top of the page again.
 */
export function useHandsOverFocus(ref: RefObject<HTMLElement | null>, isDisabled = false): void {
  useLayoutEffect(() => {
    const element = ref.current;
    if (isDisabled && element !== null && document.activeElement === element)
      focusFirst(neighborsOf(element));
    return () => {
      if (element === null || document.activeElement !== element) return;
      const heirs = neighborsOf(element);
      // Which of them stay is known when all that goes with it has gone.
      queueMicrotask(() => {
        if (isFocusLost()) focusFirst(heirs);
      });
    };
  }, [ref, isDisabled]);
}

function follows(other: Element, element: Element): boolean {
  return (element.compareDocumentPosition(other) & Node.DOCUMENT_POSITION_FOLLOWING) !== 0;
}
