import { ConfirmDialog } from '../components/ConfirmDialog.tsx';
import { useTexts } from '../texts/index.tsx';
import { goToSignIn } from './toSignIn.ts';

/** Says that a change asks for a fresh sign-in, and sends there and back. */
export function SignInAgainDialog({ opened, onClose }: { opened: boolean; onClose: () => void }) {
  const { title, text, button } = useTexts().shell.signInAgain;
  return <ConfirmDialog opened={opened} onClose={onClose} title={title} text={text} button={button} onConfirm={goToSignIn} above />;
}
