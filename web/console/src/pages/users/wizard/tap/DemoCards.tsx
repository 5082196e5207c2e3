import { Button, Group, Stack } from '@mantine/core';
import { useChange } from '../../../../api/queries.ts';
import { failureText } from '../../../../components/failureText.ts';
import { Notice } from '../../../../components/Notice.tsx';
import { type DemoCard, TapDemoCardDocument } from '../../../../gql/graphql.ts';
import { useTexts } from '../../../../texts/index.tsx';

/** Lays made-up cards on a demo's reader. What comes of it, the dialogue hears as it does of any card. */
export function DemoCards({ tapJobId }: { tapJobId: string }) {
  const texts = useTexts();
  const { demo } = texts.tap;
  const laying = useChange(TapDemoCardDocument);
  const lay = (card: DemoCard) => void laying.run({ input: { tapJobId, card } });
  return (
    <Stack align="center">
      {laying.failure && <Notice kind="error">{failureText(texts, laying.failure)}</Notice>}
      <Group justify="center">
        <Button onClick={() => lay('NEW')} loading={laying.busy}>
          {demo.fresh}
        </Button>
        <Button variant="default" onClick={() => lay('TAKEN')} disabled={laying.busy}>
          {demo.taken}
        </Button>
      </Group>
    </Stack>
  );
}
