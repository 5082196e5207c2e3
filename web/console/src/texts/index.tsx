import { useDirection } from '@mantine/core';
import { createContext, type ReactNode, useContext, useEffect, useState } from 'react';
import { en, type Texts } from './en/index.ts';

/** The languages of the console, each by its own name and the side it is read from. */
export const languages = {
  en: { name: 'English', direction: 'ltr' },
  ar: { name: 'العربية', direction: 'rtl' },
} as const;

export type Language = keyof typeof languages;

const store = 'latchkey:language';
const isLanguage = (text: string | null | undefined): text is Language => Object.hasOwn(languages, text ?? '');

/** The language that was chosen here, else the first of the browser's that there is. */
export function preferredLanguage(): Language {
  const chosen = localStorage.getItem(store);
  if (isLanguage(chosen)) return chosen;
  return navigator.languages.map((tag) => tag.split('-')[0]).find(isLanguage) ?? 'en';
}

/** Texts are loaded by language: who reads English loads no Arabic. */
export const loadTexts = async (language: Language): Promise<Texts> => (language === 'ar' ? (await import('./ar/index.ts')).ar : en);

interface Reading {
  texts: Texts;
  language: Language;
  /** The tag for Intl: the browser's own of this language, so that who reads en-GB gets its dates. */
  locale: string;
  choose(language: Language): Promise<void>;
}

const ReadingContext = createContext<Reading>({ texts: en, language: 'en', locale: 'en', choose: async () => {} });

/** Gives the texts to what is inside, and tells the document its language and direction. */
export function TextsProvider({ first, children }: { first: { language: Language; texts: Texts }; children: ReactNode }) {
  const [{ language, texts }, show] = useState(first);
  const { setDirection } = useDirection();
  useEffect(() => {
    document.documentElement.lang = language;
    setDirection(languages[language].direction);
  }, [language, setDirection]);
  const choose = async (language: Language) => {
    localStorage.setItem(store, language);
    show({ language, texts: await loadTexts(language) });
  };
  const locale = navigator.languages.find((tag) => tag.split('-')[0] === language) ?? language;
  return <ReadingContext value={{ texts, language, locale, choose }}>{children}</ReadingContext>;
}

export const useReading = (): Reading => useContext(ReadingContext);

/** The texts in the reader's language. */
export const useTexts = (): Texts => useReading().texts;
