import { useChange } from '../../../api/queries.ts';
import { RenameDialog } from '../../../components/RenameDialog.tsx';
import { RenameSecurityKeyDocument } from '../../../gql/graphql.ts';
import { useTexts } from '../../../texts/index.tsx';
import type { ActionKey } from './KeyActions.tsx';

export function RenameKeyDialog({ securityKey: { id, name }, onClose }: { securityKey: ActionKey; onClose: () => void }) {
  const { keyActions: texts } = useTexts().user;
  const rename = useChange(RenameSecurityKeyDocument);
  return (
    <RenameDialog
      title={texts.renameTitle}
      label={texts.name}
      name={name}
      onRename={(given) => rename.run({ input: { keyId: id, name: given } })}
      change={rename}
      onClose={onClose}
    />
  );
}
