import { useEffect, useRef } from 'preact/hooks';
import { listenForNumber } from './typedNumber.ts';

/** While the page waits for a card: a reader that types into it is heard, wherever the cursor is. */
export function useTypedNumber(wanted: boolean, onNumber: (number: string) => void): void {
  const current = useRef(onNumber);
  current.current = onNumber;
  useEffect(() => {
    if (!wanted) return;
    const listen = listenForNumber((number) => current.current(number));
    addEventListener('keydown', listen, { capture: true });
    return () => removeEventListener('keydown', listen, { capture: true });
  }, [wanted]);
}
