import { useChange } from '../../api/queries.ts';
import { RenameDialog } from '../../components/RenameDialog.tsx';
import { RenameReaderAgentDocument } from '../../gql/graphql.ts';
import { useTexts } from '../../texts/index.tsx';

export function RenameAgentDialog({ agent: { id, name }, onClose }: { agent: { id: string; name: string }; onClose: () => void }) {
  const { readers: texts } = useTexts();
  const rename = useChange(RenameReaderAgentDocument);
  return (
    <RenameDialog
      title={texts.renameTitle}
      label={texts.name}
      name={name}
      onRename={(given) => rename.run({ input: { agentId: id, name: given } })}
      change={rename}
      onClose={onClose}
    />
  );
}
