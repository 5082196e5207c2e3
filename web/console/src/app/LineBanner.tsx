import { VisuallyHidden } from '@mantine/core';
import { useEffect, useState } from 'react';
import { Icon } from '../components/Icon.tsx';
import { useTexts } from '../texts/index.tsx';
import { useLine } from './Live.tsx';
import classes from './Shell.module.css';

/** A first connection may take this long before it is called lost. */
const patience = 4_000;

/** Says that what is shown may be out of date, and that it is not any more. */
export function LineBanner() {
  const { line: texts } = useTexts().shell;
  const line = useLine();
  const [late, setLate] = useState(false);
  const [wasLost, setWasLost] = useState(false);
  useEffect(() => {
    if (line !== 'opening') return setLate(false);
    const timer = setTimeout(() => setLate(true), patience);
    return () => clearTimeout(timer);
  }, [line]);
  const lost = line === 'lost' || late;
  useEffect(() => {
    if (lost) setWasLost(true);
  }, [lost]);
  return (
    <div role="status">
      {lost && (
        <div className={classes.lost}>
          <Icon name="offline" />
          {texts.lost}
        </div>
      )}
      {!lost && wasLost && <VisuallyHidden>{texts.back}</VisuallyHidden>}
    </div>
  );
}
