import { mount } from '../shared/mount.tsx';
import { SignInPage } from './SignInPage.tsx';

mount(<SignInPage />);
