'use client';

import { useWindowEvent } from '@mantine/hooks';
import { isAsking } from './list/focus';
import { useShortcutsSwitch } from './shortcuts-switch';

/** Has single letters do something on a page, unless somebody types, a question is open, or the reader has turned them off. */
export function useLetters(acts: Readonly<Record<string, () => void>>): void {
  const [isOn] = useShortcutsSwitch();
  useWindowEvent('keydown', (event) => {
    if (!isOn || event.ctrlKey || event.metaKey || event.altKey || isTakenElsewhere(event.target)) return;
    const act = acts[event.key];
    if (act === undefined) return;
    event.preventDefault();
    act();
  });
}

/** Letters belong to what is being typed, and to whatever is open above the page. */
function isTakenElsewhere(target: EventTarget | null): boolean {
  if (isAsking()) return true;
  if (!(target instanceof Element)) return false;
  if (target.closest('[role="dialog"], textarea, select') !== null) return true;
  return target instanceof HTMLInputElement && target.type !== 'radio' && target.type !== 'checkbox';
}
