import { mount } from '../shared/mount.tsx';
import { takeToken } from '../shared/token.ts';
import { MailboxPage } from './MailboxPage.tsx';

mount(<MailboxPage token={takeToken()} />);
