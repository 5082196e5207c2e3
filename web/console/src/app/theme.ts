import { type CSSVariablesResolver, createTheme, type MantineColorsTuple } from '@mantine/core';

const pine: MantineColorsTuple = ['#e7f3f0', '#d0e8e2', '#a3d4c8', '#7cc6b5', '#5bcdb5', '#2b9581', '#158070', '#0d7363', '#095a4d', '#064238'];

// Mantine's own dark greys have no tint.
const dark: MantineColorsTuple = ['#e6ecea', '#c3ccc8', '#a3b0ab', '#7d8b85', '#36413d', '#2a322f', '#232a28', '#1b211f', '#151a18', '#0f1312'];

export const theme = createTheme({
  colors: { pine, dark },
  primaryColor: 'pine',
  primaryShade: { light: 7, dark: 7 },
  defaultRadius: 'md',
  respectReducedMotion: true,
  fontFamily: 'system-ui, "Segoe UI", Roboto, "Noto Sans", "Noto Sans Arabic", sans-serif',
  fontFamilyMonospace: 'ui-monospace, "Cascadia Mono", "Noto Sans Mono", monospace',
  headings: { fontWeight: '650', sizes: { h1: { fontSize: '1.5rem', lineHeight: '1.3' }, h2: { fontSize: '1.125rem' }, h3: { fontSize: '1rem' } } },
  breakpoints: { xs: '30em', sm: '48em', md: '62em', lg: '75em', xl: '100em' },
  cursorType: 'pointer',
  components: {
    Modal: {
      defaultProps: { centered: true, overlayProps: { backgroundOpacity: 0.4 } },
      // Fixed to the window, it would still begin where the main part does.
      styles: { title: { fontWeight: 650 }, inner: { insetInline: 0 } },
    },
    // Its first item takes the focus: the empty element that Mantine would put before it is none that a menu may have.
    Menu: { defaultProps: { withinPortal: true, shadow: 'md', withInitialFocusPlaceholder: false } },
    // What lies above the page still belongs to its main part.
    Portal: { defaultProps: { target: '#content' } },
  },
});

// Mantine's own grey for lesser text is too faint on white (WCAG 2.2 §1.4.3).
export const cssVariables: CSSVariablesResolver = () => ({
  variables: {},
  light: {
    '--mantine-color-dimmed': '#56615d',
    '--mantine-color-placeholder': '#6b7671',
    '--mantine-color-anchor': '#0d7363',
    '--mantine-color-error': '#b3261e',
    '--mantine-color-body': '#ffffff',
    '--latchkey-ground': '#f4f6f4',
  },
  dark: {
    '--mantine-color-dimmed': '#a3b0ab',
    '--mantine-color-placeholder': '#94a19c',
    '--mantine-color-anchor': '#5bcdb5',
    '--mantine-color-error': '#ff9a8f',
    '--mantine-color-body': '#1b211f',
    '--latchkey-ground': '#131716',
  },
});
