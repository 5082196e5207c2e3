import { mount } from '../shared/mount.tsx';
import { takeToken } from '../shared/token.ts';
import { DemoPage } from './DemoPage.tsx';

mount(<DemoPage token={takeToken()} />);
