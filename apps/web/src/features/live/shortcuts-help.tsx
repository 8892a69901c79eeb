'use client';

import dynamic from 'next/dynamic';
import { useState } from 'react';
import { useLetters } from './use-letters';

const Shortcuts = dynamic(() => import('./list/shortcuts').then((module) => module.Shortcuts), {
  ssr: false,
});

/** Shows what single letters do once `?` is pressed, on pages that have a few. */
export function ShortcutsHelp() {
  const [isOpen, open] = useState(false);
  useLetters({ '?': () => open(true) });
  return isOpen && <Shortcuts opened onClose={() => open(false)} />;
}
