import { mount } from '../shared/mount.tsx';
import { takeToken } from '../shared/token.ts';
import { SetupPage } from './SetupPage.tsx';

mount(<SetupPage token={takeToken()} />);
