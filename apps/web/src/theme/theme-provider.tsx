'use client';

import { MantineProvider } from '@mantine/core';
import type { ReactNode } from 'react';
import { theme, toCssVariables } from './theme';

/** Dresses everything within it; runs in the browser as well, since the theme has functions. */
export function ThemeProvider({ children }: { children: ReactNode }) {
  return (
    <MantineProvider theme={theme} cssVariablesResolver={toCssVariables} defaultColorScheme="auto">
      {children}
    </MantineProvider>
  );
}
