'use client';

import { useWindowEvent } from '@mantine/hooks';
import { useEffect, useRef, useState } from 'react';
import { useLetters } from '../use-letters';
import { isFocusLost } from './focus';

interface Options {
  /** The ids of the rows, as they stand. */
  ids: readonly string[];
  /** Whether the focus is in the list, or was until what had it was taken away. */
  hasFocus: boolean;
  /** Brings a row onto the screen. */
  show: (index: number) => void;
  search: () => void;
  help: () => void;
}

/** What is to be done with a row as soon as it is drawn. */
interface Wish {
  readonly id: string;
  readonly act: (row: Element) => void;
}

/**
 * The list by keyboard.
 * @returns The chosen row; null before one is chosen.
 */
export function useKeyboard({ ids, hasFocus, show, search, help }: Options): string | null {
  const [chosenId, setChosenId] = useState<string | null>(null);
  const place = useRef(0);
  const wish = useRef<Wish | null>(null);

  const fulfil = () => {
    const row = wish.current === null ? null : rowOf(wish.current.id);
    if (row === null) return;
    wish.current?.act(row);
    wish.current = null;
  };
  const reach = (index: number, act: Wish['act']) => {
    const id = ids[Math.min(Math.max(index, 0), ids.length - 1)];
    if (id === undefined) return;
    show(ids.indexOf(id));
    setChosenId(id);
    wish.current = { id, act };
    fulfil();
  };
  const indexOfChosen = () => (chosenId === null ? -1 : ids.indexOf(chosenId));
  const press = (actions: string) => {
    if (indexOfChosen() === -1) return;
    reach(indexOfChosen(), (row) => {
      focusOn(row);
      row.querySelector<HTMLElement>(actions)?.click();
    });
  };

  useEffect(() => {
    const index = indexOfChosen();
    if (index !== -1) place.current = index;
    fulfil();
    if (chosenId === null || wish.current !== null || !hasFocus || !isFocusLost()) return;
    // Its row is gone, or what had the focus in it: the hand stays where it was.
    const heir = ids[index === -1 ? Math.min(place.current, ids.length - 1) : index];
    const row = heir === undefined ? null : rowOf(heir);
    if (heir === undefined || row === null) return;
    setChosenId(heir);
    focusOn(row);
  });

  // Registered before the letters, so a new wish isn't dropped with the old one.
  useWindowEvent('keydown', () => {
    wish.current = null;
  });
  useLetters({
    j: () => reach(indexOfChosen() + 1, focusOn),
    k: () => reach(indexOfChosen() - 1, focusOn),
    x: () => press('[data-action="kill"]'),
    p: () => press('[data-action="protect"], [data-action="unprotect"]'),
    '/': search,
    '?': help,
  });
  useWindowEvent('pointerdown', () => {
    wish.current = null;
  });
  return chosenId;
}

/** On its link: Enter opens it. */
function focusOn(row: Element): void {
  row.querySelector<HTMLElement>('a')?.focus({ preventScroll: true });
}

function rowOf(id: string): Element | null {
  return document.querySelector(`[data-row="${CSS.escape(id)}"]`);
}
