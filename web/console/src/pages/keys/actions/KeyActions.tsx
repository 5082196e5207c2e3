import { ActionIcon, Menu } from '@mantine/core';
import { useState } from 'react';
import { useRights } from '../../../app/viewer.ts';
import { Icon } from '../../../components/Icon.tsx';
import type { KeyStatus, PinStatus, Role } from '../../../gql/graphql.ts';
import { useTexts } from '../../../texts/index.tsx';
import { KeyActionDialog } from './KeyActionDialog.tsx';
import { RenameKeyDialog } from './RenameKeyDialog.tsx';

/** A key, as far as it matters to what can be done with it. */
export interface ActionKey {
  id: string;
  name: string;
  status: KeyStatus;
  pinStatus?: PinStatus | null;
}

export type KeyAction = 'suspend' | 'resume' | 'lost' | 'revoke' | 'resetPin' | 'unlockPin';

/** What a key's status allows, as src/modules/keys has it; a PIN is there once a card is active. */
function actionsFor({ status, pinStatus }: ActionKey): KeyAction[] {
  if (status === 'REVOKED') return [];
  const pin: KeyAction[] =
    !pinStatus || pinStatus === 'NONE' || status === 'LOST' ? [] : pinStatus === 'LOCKED' ? ['unlockPin', 'resetPin'] : ['resetPin'];
  if (status === 'ACTIVE') return ['suspend', ...pin, 'lost', 'revoke'];
  if (status === 'SUSPENDED') return ['resume', ...pin, 'lost', 'revoke'];
  return ['revoke'];
}

/** The menu of what the viewer may do with a key of a person. Nothing where there is nothing. */
export function KeyActions({ securityKey, person }: { securityKey: ActionKey; person: { role?: Role | null } }) {
  const { user } = useTexts();
  const texts = user.keyActions;
  const { mayTo } = useRights();
  const [action, setAction] = useState<KeyAction | 'rename' | null>(null);
  const close = () => setAction(null);
  if (!mayTo('key.update', person)) return null;
  const actions = actionsFor(securityKey).filter((one) => one !== 'revoke' || mayTo('key.revoke', person));
  return (
    <>
      <Menu position="bottom-end">
        <Menu.Target>
          <ActionIcon variant="subtle" color="gray" c="var(--mantine-color-text)" aria-label={texts.menu(securityKey.name)}>
            <Icon name="more" />
          </ActionIcon>
        </Menu.Target>
        <Menu.Dropdown>
          <Menu.Item onClick={() => setAction('rename')}>{texts.rename}</Menu.Item>
          {actions.map((one) => (
            <Menu.Item key={one} onClick={() => setAction(one)}>
              {texts[one]}
            </Menu.Item>
          ))}
        </Menu.Dropdown>
      </Menu>
      <RenameKeyDialog opened={action === 'rename'} onClose={close} securityKey={securityKey} />
      <KeyActionDialog action={action === 'rename' ? null : action} onClose={close} securityKey={securityKey} />
    </>
  );
}
