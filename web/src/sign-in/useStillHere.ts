import { WebAuthnAbortService } from '@simplewebauthn/browser';
import { useEffect, useRef } from 'preact/hooks';

/**
 * For a part of the page that has the browser ask for a key: once the person has gone on to something else, the browser
 * stops asking, and what comes of it is nothing to the page any more.
 * @returns what tells whether the part is still shown
 */
export function useStillHere(): () => boolean {
  const here = useRef(true);
  useEffect(
    () => () => {
      here.current = false;
      WebAuthnAbortService.cancelCeremony();
    },
    [],
  );
  return () => here.current;
}
