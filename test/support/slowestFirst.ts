import { BaseSequencer, type TestSpecification } from 'vitest/node';

/** What takes longest, the longest first: whole programs that are killed, then browsers, then a great many calls. */
const slow = [/test\/faults\/kills/, /test\/process/, /test\/(faults|console|nodes)/, /test\/browser/, /manyAgents|test\/hostile/];

/** Begins with the slow files, so that at the run's end no worker waits long for the last one. Nothing need be known of earlier runs. */
export class SlowestFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const place = ({ moduleId }: TestSpecification) => {
      const kind = slow.findIndex((one) => one.test(moduleId));
      return kind < 0 ? slow.length : kind;
    };
    // Files of one kind stay in Vitest's order: by how long they took the last time, or by their size.
    return (await super.sort(files)).toSorted((one, other) => place(one) - place(other));
  }
}
