import { useEffect, useState } from 'react';

/** Seconds that are left of so many, counted from when it was first shown: clocks that differ do not matter. */
export function useTimeLeft(seconds: number): number {
  const [start] = useState(() => performance.now());
  const [now, setNow] = useState(start);
  useEffect(() => {
    const timer = setInterval(() => setNow(performance.now()), 1_000);
    return () => clearInterval(timer);
  }, []);
  return Math.max(0, Math.ceil(seconds - (now - start) / 1_000));
}
