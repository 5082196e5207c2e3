import { useLine } from '../app/Live.tsx';
import { useReading } from '../texts/index.tsx';
import { StatusBadge } from './StatusBadge.tsx';

/** Says whether what is shown moves by itself; where it does not, from when it is. */
export function LiveMark({ at }: { at: number }) {
  const { texts, locale } = useReading();
  const { live } = texts.dashboard;
  const line = useLine();
  if (line === 'standing') return <StatusBadge tone="good">{live.on}</StatusBadge>;
  if (line === 'opening' || at === 0) return <StatusBadge tone="quiet">{live.opening}</StatusBadge>;
  return <StatusBadge tone="stopped">{live.lost(new Intl.DateTimeFormat(locale, { timeStyle: 'medium' }).format(at))}</StatusBadge>;
}
