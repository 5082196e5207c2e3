import { Lazy } from '../shared/Lazy.tsx';
import type { CardSetupProps } from './card/CardSetup.tsx';

const load = async () => (await import('./card/CardSetup.tsx')).CardSetup;

/** The part for cards, which phones and hardware keys need not load. */
export const LazyCardSetup = (props: CardSetupProps) => <Lazy load={load} props={props} />;
