import { mount } from '../shared/mount.tsx';
import { MyKeysPage } from './MyKeysPage.tsx';

mount(<MyKeysPage />);
