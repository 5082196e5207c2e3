import { Fieldset, Radio, Stack, Switch } from '@mantine/core';
import type { Verification } from '../../../gql/graphql.ts';
import { useTexts } from '../../../texts/index.tsx';
import type { KeyDraft } from './keyDraft.ts';

const verifications = ['BIOMETRIC', 'PIN'] as const satisfies readonly Verification[];

/** S7: the four settings of a smartphone, each with what it means as it stands. */
export function SmartphoneSettings({ draft, onChange }: { draft: KeyDraft; onChange: (draft: KeyDraft) => void }) {
  const { wizard, common } = useTexts();
  const { key } = wizard;
  const toggle = (name: 'auditable' | 'bluetoothProximity' | 'offlineLogin') => {
    const on = draft[name];
    return (
      <Switch
        label={key[name]}
        description={key[`${name}Hint`][on ? 'on' : 'off']}
        checked={on}
        onChange={({ currentTarget }) => onChange({ ...draft, [name]: currentTarget.checked })}
      />
    );
  };
  return (
    <Fieldset legend={key.settings}>
      <Stack gap="lg">
        {toggle('auditable')}
        {toggle('bluetoothProximity')}
        {toggle('offlineLogin')}
        <Radio.Group
          label={key.verification}
          description={key.verificationHint}
          value={draft.verification}
          onChange={(value) => onChange({ ...draft, verification: verifications.find((one) => one === value) ?? draft.verification })}
        >
          <Stack gap="xs" mt="xs">
            {verifications.map((value) => (
              <Radio key={value} value={value} label={common.verification[value]} description={key.verificationHints[value]} />
            ))}
          </Stack>
        </Radio.Group>
      </Stack>
    </Fieldset>
  );
}
