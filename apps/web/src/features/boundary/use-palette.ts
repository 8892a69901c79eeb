'use client';

import { useComputedColorScheme } from '@mantine/core';
import { useMemo } from 'react';
import { TOKENS } from '../../theme/tokens';
import type { Palette } from './draw';

/** The theme's colors for a canvas, which knows no variables; those of the system where it chooses them. */
export function usePalette(): Palette {
  const scheme = useComputedColorScheme('light', { getInitialValueInEffect: false });
  return useMemo(() => (matchMedia('(forced-colors: active)').matches ? SYSTEM : TOKENS[scheme]), [scheme]);
}

const SYSTEM: Palette = {
  card: 'Canvas',
  line: 'GrayText',
  text: 'CanvasText',
  muted: 'CanvasText',
  faint: 'GrayText',
  good: 'CanvasText',
  warn: 'CanvasText',
  kill: 'CanvasText',
  accent: 'Highlight',
};
