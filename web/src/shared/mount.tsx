import { type ComponentChildren, render } from 'preact';
import { DemoBanner } from './demo.tsx';
import mark from './mark.svg';
import { common } from './texts.ts';

/** Puts a page into its document, under the header that all pages share. `offline` is one that asks the server for nothing. */
export function mount(page: ComponentChildren, { offline = false } = {}): void {
  render(
    <>
      <header class="brand">
        <img src={mark} alt="" width="32" height="32" />
        <span>{common.product}</span>
      </header>
      {!offline && <DemoBanner />}
      {page}
    </>,
    document.getElementById('page') as HTMLElement,
  );
}
