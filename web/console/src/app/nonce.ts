/** The number that the server lets this page's style elements carry. */
export const nonce = document.querySelector<HTMLMetaElement>('meta[property=csp-nonce]')?.nonce ?? '';

// What keeps the page behind a dialogue from scrolling (react-remove-scroll) reads it from here.
Object.assign(globalThis, { __webpack_nonce__: nonce });
