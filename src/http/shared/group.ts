import { type ExecutionResult, execute, type GraphQLError } from 'graphql';
import type { Server } from '../../modules/context.ts';
import { isDomainError } from '../../modules/errors.ts';
import { toCursor } from '../../modules/events/read.ts';
import { type Joined, joinLog, readLog } from '../../modules/events/stream.ts';
import type { StreamItem } from '../../modules/events/subscriber.ts';
import type { Watch } from '../../modules/events/watch.ts';
import type { Audience } from '../../modules/policy/audience.ts';
import { audienceContext } from './audienceContext.ts';
import { Frame } from './frame.ts';
import type { Member } from './member.ts';
import type { ListSubscription } from './operation.ts';

/** Whoever asks for the same, with the same rights. It reads the log once for all, and executes once for each event. */
export class Group {
  /** Resolves when it has joined the log: whoever joins after that misses nothing. */
  readonly ready: Promise<void>;
  readonly concerns: Watch<unknown>['concerns'];
  /** An error as clients see it. */
  readonly toClient: (error: unknown) => GraphQLError;
  #server: Server;
  #asked: ListSubscription;
  #audience: Audience;
  #watch: Watch<unknown>;
  #over: () => void;
  #members = new Set<Member>();
  /** Those who have come in, members or not yet. */
  #inside = 0;
  #leaveLog = () => {};

  /** @param over called once it has ended, or nobody is in it any more @throws AccessDenied */
  constructor(server: Server, asked: ListSubscription, audience: Audience, toClient: (error: unknown) => GraphQLError, over: () => void) {
    this.#server = server;
    this.#asked = asked;
    this.#audience = audience;
    this.toClient = toClient;
    this.#over = over;
    this.#watch = asked.watch(this.#context());
    this.concerns = this.#watch.concerns;
    const first = this.#join(null);
    this.ready = first.then(() => {});
    first.then((joined) => this.#run(joined)).catch((error) => this.#end(error));
  }

  /** Comes in, before it is ready. @returns what goes out again, once */
  enter(): () => void {
    this.#inside += 1;
    let left = false;
    return () => {
      if (left) return;
      left = true;
      this.#inside -= 1;
      if (this.#inside > 0) return;
      this.#over();
      this.#leaveLog();
    };
  }

  /** Takes a member in. @returns what takes it out again, once */
  add(member: Member): () => void {
    const leave = this.enter();
    this.#members.add(member);
    return () => {
      this.#members.delete(member);
      leave();
    };
  }

  /** What an event comes to: for the group, or for one of it alone. */
  async execute(item: StreamItem): Promise<ExecutionResult> {
    const rootValue = await this.#watch.show(item);
    // Fresh for each event, so that what it links to is as it is now.
    const result = (await execute({ ...this.#asked.args, rootValue, contextValue: this.#context() })) as ExecutionResult;
    return result.errors ? { ...result, errors: result.errors.map(this.toClient) } : result;
  }

  #context() {
    return audienceContext(this.#server, this.#audience);
  }

  async #join(after: string | null): Promise<Joined> {
    const { workspaceId, concerns } = this.#watch;
    const joined = await joinLog(this.#context(), workspaceId, { after, concerns });
    this.#leaveLog = joined.leave;
    return joined;
  }

  /** Shares what the log has, from where it was joined on. */
  async #run(first: Joined): Promise<void> {
    let joined: Joined | null = first;
    while (joined) {
      // It may be that nobody waited for it to be ready.
      if (this.#inside === 0) return joined.leave();
      const fellBehind: number | null = await this.#shareUntilSlow(joined);
      // More came than it could execute. Its members are not to blame: it reads from the log what it dropped.
      joined = fellBehind === null ? null : await this.#join(toCursor(fellBehind));
    }
  }

  /** @returns the number of the last event that was shared, where more came than it could take; null at the end */
  async #shareUntilSlow(joined: Joined): Promise<number | null> {
    let position = joined.subscriber.position;
    try {
      for await (const item of readLog(this.#context(), this.#watch.workspaceId, joined)) {
        this.#hand(new Frame(item.number, await this.execute(item)));
        position = item.number;
      }
      return null;
    } catch (error) {
      if (isDomainError(error) && error.code === 'SLOW_CONSUMER') return position;
      throw error;
    }
  }

  #hand(frame: Frame): void {
    for (const member of this.#members) member.take(frame);
  }

  #end(error: Error): void {
    this.#over();
    for (const { subscriber } of this.#members) subscriber.close(error);
  }
}
