const asTime = new Intl.DateTimeFormat('en-GB', { dateStyle: 'medium', timeStyle: 'short' });

/** A moment, in the reader's own time. */
export const Moment = ({ at }: { at: string }) => <time dateTime={at}>{asTime.format(new Date(at))}</time>;
