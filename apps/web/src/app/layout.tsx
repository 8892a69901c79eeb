import '@mantine/core/styles.css';
import '@mantine/notifications/styles.css';
import '../theme/global.css';
import { ColorSchemeScript, mantineHtmlProps } from '@mantine/core';
import { Notifications } from '@mantine/notifications';
import type { Metadata, Viewport } from 'next';
import { headers } from 'next/headers';
import type { ReactNode } from 'react';
import { OutdatedWatch } from '../components/outdated-watch';
import { NONCE_HEADER } from '../security-headers';
import { inter } from '../theme/font';
import { ThemeProvider } from '../theme/theme-provider';

export const metadata: Metadata = {
  title: { default: 'Cull', template: '%s · Cull' },
  description: 'The early kill switch for content variants',
};

export const viewport: Viewport = { width: 'device-width', initialScale: 1 };

/** Asks for the nonce, and by that has every page made when it is asked for: one made before would carry none. */
export default async function RootLayout({ children }: { children: ReactNode }) {
  const nonce = (await headers()).get(NONCE_HEADER) ?? undefined;
  return (
    <html lang="en" className={inter.variable} {...mantineHtmlProps}>
      <head>
        <ColorSchemeScript defaultColorScheme="auto" nonce={nonce} />
      </head>
      <body>
        <ThemeProvider>
          <OutdatedWatch />
          <Notifications position="bottom-right" />
          {children}
        </ThemeProvider>
      </body>
    </html>
  );
}
