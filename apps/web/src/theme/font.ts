import localFont from 'next/font/local';

/** Inter, served from here; until it is there, a system font stands in that takes the same room, so nothing shifts. */
export const inter = localFont({
  src: '../../node_modules/@fontsource-variable/inter/files/inter-latin-wght-normal.woff2',
  variable: '--cull-font',
  weight: '100 900',
  display: 'swap',
  adjustFontFallback: 'Arial',
});
