import { useEffect, useState } from 'preact/hooks';
import { ask } from './api.ts';
import { demo } from './documents.ts';
import { demo as texts } from './texts.ts';

let asked: Promise<boolean> | null = null;

/** Whether this server is a demo: asked once a page; false until it is known. */
export function useDemo(): boolean {
  const [isDemo, setIsDemo] = useState(false);
  useEffect(() => {
    asked ??= ask(demo, {}).then((answer) => answer.ok && answer.value.demo);
    void asked.then(setIsDemo);
  }, []);
  return isDemo;
}

/** Says on every page of a demo that it is one. */
export const DemoBanner = () =>
  useDemo() ? (
    <aside class="demo" aria-label={texts.demo}>
      <strong>{texts.demo}</strong> {texts.banner}
    </aside>
  ) : null;
