import { Button } from '@mantine/core';
import { EmptyState } from './EmptyState.tsx';

interface Props {
  texts: { title: string; text: string; nothingFits: string; nothingFitsText?: string };
  isFiltered: boolean;
  clear: string;
  onClear: () => void;
}

/** A list without a row: there is nothing yet, or nothing fits the filters. */
export function EmptyList({ texts, isFiltered, clear, onClear }: Props) {
  if (!isFiltered) return <EmptyState title={texts.title} text={texts.text} />;
  return (
    <EmptyState
      title={texts.nothingFits}
      {...(texts.nothingFitsText ? { text: texts.nothingFitsText } : {})}
      action={
        <Button variant="default" onClick={onClear}>
          {clear}
        </Button>
      }
    />
  );
}
