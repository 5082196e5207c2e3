import { DirectionProvider, localStorageColorSchemeManager, MantineProvider } from '@mantine/core';
import { QueryClientProvider } from '@tanstack/react-query';
import { RouterProvider } from '@tanstack/react-router';
import { createQueryClient } from '../api/queries.ts';
import type { Texts } from '../texts/en/index.ts';
import { type Language, languages, TextsProvider } from '../texts/index.tsx';
import { nonce } from './nonce.ts';
import { router } from './router.tsx';
import { cssVariables, theme } from './theme.ts';

const queries = createQueryClient();
const colourScheme = localStorageColorSchemeManager({ key: 'latchkey:colours' });

/** Everything that stands around the pages. */
export function Providers({ first }: { first: { language: Language; texts: Texts } }) {
  return (
    <DirectionProvider initialDirection={languages[first.language].direction} detectDirection={false}>
      <MantineProvider
        theme={theme}
        defaultColorScheme="auto"
        colorSchemeManager={colourScheme}
        cssVariablesResolver={cssVariables}
        getStyleNonce={() => nonce}
      >
        <TextsProvider first={first}>
          <QueryClientProvider client={queries}>
            <RouterProvider router={router} />
          </QueryClientProvider>
        </TextsProvider>
      </MantineProvider>
    </DirectionProvider>
  );
}
