'use client';

import { useLocalStorage, useWindowEvent } from '@mantine/hooks';
import { useEffect, useState } from 'react';

/** What the list's single-letter shortcuts do. */
export const SHORTCUTS = [
  { keys: ['j', 'k'], does: 'Choose the next variant, or the one before' },
  { keys: ['Enter'], does: 'Open the chosen variant' },
  { keys: ['x'], does: 'Kill the chosen variant; asks for the reason' },
  { keys: ['p'], does: 'Protect the chosen variant; asks for the reason' },
  { keys: ['/'], does: 'Search' },
  { keys: ['?'], does: 'These shortcuts' },
] as const;

/** Whether single letters act; who dictates to the computer turns them off. */
export function useShortcutsSwitch() {
  return useLocalStorage({ key: 'cull-shortcuts', defaultValue: true });
}

interface Actions {
  /** The ids of the rows, as they stand. */
  ids: readonly string[];
  /** Brings a row onto the screen. */
  show: (index: number) => void;
  search: () => void;
  help: () => void;
}

/**
 * The list by keyboard.
 * @returns The chosen row; null before one is chosen.
 */
export function useKeyboard({ ids, show, search, help }: Actions): string | null {
  const [isOn] = useShortcutsSwitch();
  const [chosenId, setChosenId] = useState<string | null>(null);
  const move = (by: number) => {
    const next = Math.min(Math.max(ids.indexOf(chosenId ?? '') + by, 0), ids.length - 1);
    const id = ids[next];
    if (id === undefined) return;
    show(next);
    setChosenId(id);
    // Chosen before and left since: what is chosen does not change, but has to have the focus again.
    focusRow(id);
  };
  const acts: Readonly<Record<string, () => void>> = {
    j: () => move(1),
    k: () => move(-1),
    x: () => press(chosenId, 'kill'),
    p: () => press(chosenId, 'protect'),
    '/': search,
    '?': help,
  };
  useWindowEvent('keydown', (event) => {
    if (!isOn || event.ctrlKey || event.metaKey || event.altKey || isTakenElsewhere(event.target)) return;
    const act = acts[event.key];
    if (act === undefined) return;
    event.preventDefault();
    act();
  });
  return chosenId;
}

/** Gives the chosen row the focus as soon as it is drawn. */
export function useFocusWhen(isChosen: boolean, id: string): void {
  useEffect(() => {
    if (isChosen) focusRow(id);
  }, [isChosen, id]);
}

/** On its link: Enter opens it. */
function focusRow(id: string): void {
  rowOf(id)?.querySelector<HTMLElement>('a')?.focus({ preventScroll: true });
}

function press(id: string | null, action: string): void {
  if (id !== null) rowOf(id)?.querySelector<HTMLElement>(`[data-action="${action}"]`)?.click();
}

function rowOf(id: string): Element | null {
  return document.querySelector(`[data-row="${CSS.escape(id)}"]`);
}

/** Letters belong to what is being typed, and to dialogs. */
function isTakenElsewhere(target: EventTarget | null): boolean {
  if (!(target instanceof Element)) return false;
  if (target.closest('[role="dialog"], [role="listbox"], textarea, select') !== null) return true;
  return target instanceof HTMLInputElement && target.type !== 'radio' && target.type !== 'checkbox';
}
