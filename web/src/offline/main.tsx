import { mount } from '../shared/mount.tsx';
import { takeToken } from '../shared/token.ts';
import { OfflinePage } from './OfflinePage.tsx';

mount(<OfflinePage scanned={takeToken()} />, { offline: true });
