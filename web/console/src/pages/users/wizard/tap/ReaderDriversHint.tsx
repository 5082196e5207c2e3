import { Button, Collapse } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { useTexts } from '../../../../texts/index.tsx';
import { ReaderDrivers } from './ReaderDrivers.tsx';

/** The driver's download, folded away for who has it. */
export function ReaderDriversHint() {
  const { title } = useTexts().tap.drivers;
  const [opened, { toggle }] = useDisclosure();
  return (
    <div>
      <Button variant="subtle" size="compact-sm" onClick={toggle} aria-expanded={opened}>
        {title}
      </Button>
      <Collapse expanded={opened}>{opened && <ReaderDrivers />}</Collapse>
    </div>
  );
}
