import { useReading } from '../texts/index.tsx';

/** A moment in the reader's own zone and language. */
export function MomentText({ at, empty }: { at: string | null | undefined; empty?: string }) {
  const { locale, texts } = useReading();
  if (!at) return empty ?? texts.common.none;
  const moment = new Date(at);
  const said = new Intl.DateTimeFormat(locale, { dateStyle: 'medium', timeStyle: 'short' }).format(moment);
  const whole = new Intl.DateTimeFormat(locale, { dateStyle: 'full', timeStyle: 'long' }).format(moment);
  return (
    <time dateTime={at} title={whole}>
      {said}
    </time>
  );
}
