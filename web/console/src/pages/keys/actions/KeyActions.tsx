import { ActionIcon, Menu } from '@mantine/core';
import { useRef, useState } from 'react';
import { useRights } from '../../../app/viewer.ts';
import { Icon } from '../../../components/Icon.tsx';
import type { KeyKind, KeyStatus, PinStatus, Role } from '../../../gql/graphql.ts';
import { useTexts } from '../../../texts/index.tsx';
import { KeyActionDialog } from './KeyActionDialog.tsx';
import { RenameKeyDialog } from './RenameKeyDialog.tsx';

/** A key, as far as it matters to what can be done with it. */
export interface ActionKey {
  id: string;
  name: string;
  kind: KeyKind;
  status: KeyStatus;
  pinStatus?: PinStatus;
}

export type KeyAction = 'suspend' | 'resume' | 'lost' | 'revoke' | 'resetPin' | 'unlockPin';

/** What a key's status allows, as src/modules/keys has it. */
function actionsFor(key: ActionKey): KeyAction[] {
  const { status } = key;
  if (status === 'REVOKED') return [];
  const pin = pinActionsFor(key);
  if (status === 'ACTIVE') return ['suspend', ...pin, 'lost', 'revoke'];
  if (status === 'SUSPENDED') return ['resume', ...pin, 'lost', 'revoke'];
  return ['revoke'];
}

/** A PIN is there once the key is active. A card's is made by the server, a phone's chosen by its person: nobody else makes a new one. */
function pinActionsFor({ kind, pinStatus }: ActionKey): KeyAction[] {
  if (!pinStatus || pinStatus === 'NONE') return [];
  const unlock: KeyAction[] = pinStatus === 'LOCKED' ? ['unlockPin'] : [];
  return kind === 'CONTACTLESS_CARD' ? [...unlock, 'resetPin'] : unlock;
}

/** The menu of what the viewer may do with a key of a person. Nothing where there is nothing. */
export function KeyActions({ securityKey, person }: { securityKey: ActionKey; person: { role?: Role | null } }) {
  const { user } = useTexts();
  const texts = user.keyActions;
  const { mayTo } = useRights();
  const [action, setAction] = useState<KeyAction | 'rename' | null>(null);
  const button = useRef<HTMLButtonElement>(null);
  // The menu’s item that had the focus is gone.
  const close = () => {
    setAction(null);
    button.current?.focus();
  };
  if (!mayTo('key.update', person)) return null;
  const actions = actionsFor(securityKey).filter((one) => one !== 'revoke' || mayTo('key.revoke', person));
  return (
    <>
      <Menu position="bottom-end">
        <Menu.Target>
          <ActionIcon ref={button} variant="subtle" color="gray" c="var(--mantine-color-text)" aria-label={texts.menu(securityKey.name)}>
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
      {action === 'rename' && <RenameKeyDialog securityKey={securityKey} onClose={close} />}
      <KeyActionDialog action={action === 'rename' ? null : action} onClose={close} securityKey={securityKey} />
    </>
  );
}
