import { UnstyledButton } from '@mantine/core';
import classes from './DataTable.module.css';
import { Icon } from './Icon.tsx';

/** A column's header that puts the list in order by it, and the other way round. */
export function SortHeader({ label, sorted, onSort }: { label: string; sorted: 'ascending' | 'descending' | undefined; onSort: () => void }) {
  return (
    <UnstyledButton className={classes.sort} onClick={onSort}>
      {label}
      <Icon name={sorted === 'ascending' ? 'up' : sorted === 'descending' ? 'down' : 'blank'} size={14} />
    </UnstyledButton>
  );
}
