import { useEffect, useState } from 'react';

/** Where a day began in the reader's zone, so many days from the given one. */
export const dayFrom = (day: Date, days: number): Date => new Date(day.getFullYear(), day.getMonth(), day.getDate() + days);

/** Where today began; it moves on at midnight. */
export function useToday(): Date {
  const [today, setToday] = useState(() => dayFrom(new Date(), 0));
  useEffect(() => {
    const timer = setTimeout(() => setToday(dayFrom(new Date(), 0)), dayFrom(today, 1).getTime() - Date.now() + 50);
    return () => clearTimeout(timer);
  }, [today]);
  return today;
}
