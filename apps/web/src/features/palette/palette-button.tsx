'use client';

import { useHotkeys } from '@mantine/hooks';
import { IconSearch } from '@tabler/icons-react';
import dynamic from 'next/dynamic';
import { useState } from 'react';
import classes from './palette.module.css';

/** Fetched when somebody asks for it. */
const Palette = dynamic(() => import('./palette').then((module) => module.Palette), { ssr: false });
/** Wherever the focus is, in a field or a choice as well: it types nothing. */
const NOWHERE_IGNORED: string[] = [];

/** Opens the palette, as Ctrl or Command with K does. */
export function PaletteButton() {
  const [times, setTimes] = useState(0);
  const open = () => setTimes((count) => count + 1);
  useHotkeys([['mod+K', open]], NOWHERE_IGNORED);
  return (
    <>
      <button
        type="button"
        className={classes.button}
        aria-label="Search or jump to"
        aria-keyshortcuts="Control+K Meta+K"
        aria-haspopup="dialog"
        onClick={open}
      >
        <IconSearch size={16} aria-hidden />
        <span className={classes.hint}>Search or jump to…</span>
        <kbd className={classes.key}>Ctrl K</kbd>
      </button>
      {times > 0 && <Palette times={times} />}
    </>
  );
}
