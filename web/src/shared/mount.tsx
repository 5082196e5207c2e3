import { type ComponentChildren, render } from 'preact';
import { DemoBanner } from './demo.tsx';
import mark from './mark.svg';
import { common } from './texts.ts';

/** Puts a page into its document, under the header that all pages share. */
export function mount(page: ComponentChildren): void {
  render(
    <>
      <header class="brand">
        <img src={mark} alt="" width="32" height="32" />
        <span>{common.product}</span>
      </header>
      <DemoBanner />
      {page}
    </>,
    document.getElementById('page') as HTMLElement,
  );
}
