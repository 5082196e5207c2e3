import { mount } from '../shared/mount.tsx';
import { takeToken } from '../shared/token.ts';
import { ActivatePage } from './ActivatePage.tsx';

mount(<ActivatePage token={takeToken()} />);
