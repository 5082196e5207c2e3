import type { ReaderAgent } from '../../modules/readers/agents.ts';
import type { Reader } from '../../modules/readers/readers.ts';
import type { TapJob } from '../../modules/readers/tapJobs.ts';
import { builder } from '../builder.ts';

export const ReaderAgentRef = builder.objectRef<ReaderAgent>('ReaderAgent');
export const ReaderRef = builder.objectRef<Reader>('Reader');
export const TapJobRef = builder.objectRef<TapJob>('TapJob');
