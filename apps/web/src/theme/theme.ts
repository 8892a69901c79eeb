import {
  type CSSVariablesResolver,
  colorsTuple,
  createTheme,
  defaultVariantColorsResolver,
  type MantineColorsTuple,
  rem,
} from '@mantine/core';
import { INKS, mixed, softOf, TOKENS, type Tokens } from './tokens';

const { light, dark } = TOKENS;
/** How much an ink moves toward the text under a pointer. */
const HOVER = 0.15;

const NEUTRALS_IN_LIGHT: MantineColorsTuple = [
  light.page,
  mixed(light.line, light.page, 0.5),
  light.line,
  light.line,
  light.edge,
  light.faint,
  light.muted,
  light.muted,
  light.text,
  light.text,
];
const NEUTRALS_IN_DARK: MantineColorsTuple = [
  dark.text,
  dark.muted,
  dark.muted,
  dark.faint,
  dark.edge,
  dark.line,
  dark.raised,
  dark.card,
  dark.page,
  dark.page,
];

/** The design system as the component library takes it; `docs/design.md` says what is for what. */
export const theme = createTheme({
  colors: {
    ...Object.fromEntries(INKS.map((ink) => [ink, colorsTuple(light[ink])])),
    gray: NEUTRALS_IN_LIGHT,
    dark: NEUTRALS_IN_DARK,
  },
  primaryColor: 'accent',
  black: light.text,
  fontFamily: 'var(--cull-font), system-ui, sans-serif',
  fontFamilyMonospace: 'ui-monospace, "SF Mono", Menlo, Consolas, "Noto Sans Mono", monospace',
  fontSizes: { xs: rem(12), sm: rem(13), md: rem(14), lg: rem(16), xl: rem(20) },
  lineHeights: { xs: '1.4', sm: '1.45', md: '1.5', lg: '1.5', xl: '1.4' },
  headings: {
    fontWeight: '600',
    sizes: {
      h1: { fontSize: rem(25), lineHeight: '1.25' },
      h2: { fontSize: rem(20), lineHeight: '1.3' },
      h3: { fontSize: rem(20), lineHeight: '1.3' },
      h4: { fontSize: rem(16), lineHeight: '1.4' },
      h5: { fontSize: rem(16), lineHeight: '1.4' },
      h6: { fontSize: rem(14), lineHeight: '1.4' },
    },
  },
  spacing: { xs: rem(8), sm: rem(12), md: rem(16), lg: rem(20), xl: rem(28) },
  radius: { xs: rem(4), sm: rem(7), md: rem(11), lg: rem(16), xl: rem(999) },
  defaultRadius: 'sm',
  cursorType: 'pointer',
  respectReducedMotion: true,
  variantColorResolver: (input) => {
    const colors = defaultVariantColorsResolver(input);
    const isInk = INKS.some((ink) => ink === (input.color ?? 'accent'));
    return input.variant === 'filled' && isInk ? { ...colors, color: 'var(--cull-on)' } : colors;
  },
  components: {
    // The library makes the texts around small fields 10 pixels small.
    InputWrapper: {
      styles: {
        label: { fontSize: 'var(--mantine-font-size-xs)', marginBottom: 4 },
        description: { fontSize: 'var(--mantine-font-size-xs)' },
        error: { fontSize: 'var(--mantine-font-size-xs)' },
      },
    },
    Paper: { defaultProps: { radius: 'md' } },
    Card: { defaultProps: { radius: 'md' } },
    Alert: { defaultProps: { radius: 'md' } },
    // Rounder ones look like radio buttons.
    Checkbox: { defaultProps: { radius: 'xs' } },
    Notification: {
      defaultProps: { radius: 'md', closeButtonProps: { 'aria-label': 'Dismiss' } },
    },
  },
});

/** Tells style sheets the tokens, and the component library what it calls by other names. */
export const toCssVariables: CSSVariablesResolver = () => ({
  variables: {},
  light: ofScheme(light),
  dark: ofScheme(dark),
});

function ofScheme(tokens: Tokens): Record<string, string> {
  const own = Object.entries(tokens).map(([name, color]) => [`--cull-${name}`, color]);
  const inks = INKS.flatMap((ink) => {
    const color = tokens[ink];
    const soft = softOf(tokens, ink);
    const name = `--mantine-color-${ink}`;
    return [
      [`--cull-${ink}-soft`, soft],
      [`${name}-filled`, color],
      [`${name}-filled-hover`, mixed(tokens.text, color, HOVER)],
      [`${name}-light`, soft],
      [`${name}-light-hover`, mixed(color, soft, HOVER)],
      [`${name}-light-color`, color],
      [`${name}-outline`, color],
      [`${name}-outline-hover`, soft],
      [`${name}-text`, color],
    ];
  });
  return {
    ...Object.fromEntries([...own, ...inks]),
    '--mantine-color-body': tokens.card,
    '--mantine-color-text': tokens.text,
    '--mantine-color-anchor': tokens.accent,
    '--mantine-color-default': tokens.raised,
    '--mantine-color-default-hover': mixed(tokens.text, tokens.raised, 0.06),
    '--mantine-color-default-border': tokens.edge,
    // The library's own are too faint for small sizes (WCAG 2.2, 1.4.3).
    '--mantine-color-dimmed': tokens.muted,
    '--mantine-color-placeholder': tokens.muted,
    '--mantine-color-error': tokens.kill,
  };
}
