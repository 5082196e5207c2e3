import { Button } from '@mantine/core';
import { EmptyState } from '../../components/EmptyState.tsx';
import { useTexts } from '../../texts/index.tsx';

/** Where nobody is shown: nobody is there, or nobody fits. */
export function UsersEmpty({ isFiltered, onClear }: { isFiltered: boolean; onClear: () => void }) {
  const { empty, filters } = useTexts().users;
  if (!isFiltered) return <EmptyState title={empty.title} text={empty.text} />;
  return (
    <EmptyState
      title={empty.nobodyFits}
      text={empty.nobodyFitsText}
      action={
        <Button variant="default" onClick={onClear}>
          {filters.clear}
        </Button>
      }
    />
  );
}
