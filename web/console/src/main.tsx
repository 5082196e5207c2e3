import './app/nonce.ts';
// In a layer of its own, so that the console's styles win wherever they stand.
import '@mantine/core/styles.layer.css';
import './app/style.css';
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { Providers } from './app/Providers.tsx';
import { languages, loadTexts, preferredLanguage } from './texts/index.tsx';

const language = preferredLanguage();
document.documentElement.lang = language;
document.documentElement.dir = languages[language].direction;

const texts = await loadTexts(language);
const root = document.getElementById('console');
if (root) {
  createRoot(root).render(
    <StrictMode>
      <Providers first={{ language, texts }} />
    </StrictMode>,
  );
}
