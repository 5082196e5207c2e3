import { Table } from '@mantine/core';
import { type ReactNode, useEffect, useRef, useState } from 'react';
import classes from './DataTable.module.css';

export interface Column<Row> {
  key: string;
  /** What stands above it. */
  header: ReactNode;
  cell: (row: Row) => ReactNode;
  /** Shown from this width on. */
  from?: 'xs' | 'sm' | 'md' | 'lg' | 'xl';
  /** Never narrower than this, as for what should not break into pieces. */
  min?: string;
  /** As narrow as what is in it. */
  narrow?: boolean;
  /** For who cannot see: which way the list is in order by this column. */
  sorted?: 'ascending' | 'descending' | undefined;
}

/** Whether what an element holds is wider than itself. */
function useIsCut() {
  const frame = useRef<HTMLDivElement>(null);
  const [isCut, setIsCut] = useState(false);
  useEffect(() => {
    const element = frame.current;
    if (!element) return;
    const look = () => setIsCut(element.scrollWidth > element.clientWidth);
    const observer = new ResizeObserver(look);
    for (const one of [element, ...element.children]) observer.observe(one);
    return () => observer.disconnect();
  }, []);
  return { frame, isCut };
}

/** Rows of one kind under a caption that is read out. Narrow screens leave out the lesser columns. */
export function DataTable<Row extends { id: string }>({
  caption,
  columns,
  rows,
  dimmed = false,
}: {
  caption: string;
  columns: readonly Column<Row>[];
  rows: readonly Row[];
  /** While other rows are on their way. */
  dimmed?: boolean;
}) {
  const { frame, isCut } = useIsCut();
  // Where it has to be scrolled sideways, the keyboard can.
  const reached = isCut ? { tabIndex: 0, role: 'group', 'aria-label': caption } : {};
  return (
    <div ref={frame} className={classes.frame} data-dimmed={dimmed || undefined} aria-busy={dimmed} {...reached}>
      <Table verticalSpacing="sm" horizontalSpacing="md" highlightOnHover aria-label={caption}>
        <Table.Thead>
          <Table.Tr>
            {columns.map(({ key, header, from, narrow, sorted }) => (
              <Table.Th key={key} {...(from ? { visibleFrom: from } : {})} aria-sort={sorted} data-narrow={narrow || undefined}>
                {header}
              </Table.Th>
            ))}
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {rows.map((row) => (
            <Table.Tr key={row.id}>
              {columns.map(({ key, cell, from, narrow, min }) => (
                <Table.Td key={key} {...(from ? { visibleFrom: from } : {})} data-narrow={narrow || undefined}>
                  {min ? <div style={{ minWidth: min }}>{cell(row)}</div> : cell(row)}
                </Table.Td>
              ))}
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
    </div>
  );
}
