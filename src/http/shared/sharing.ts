import { randomUUID } from 'node:crypto';
import { type ExecutionArgs, type ExecutionResult, locatedError } from 'graphql';
import { iterator } from '../../lib/iterate.ts';
import type { Server } from '../../modules/context.ts';
import { historyOf, joinLog } from '../../modules/events/stream.ts';
import type { Subscriber } from '../../modules/events/subscriber.ts';
import { type Audience, audienceOf } from '../../modules/policy/audience.ts';
import type { SchemaContext } from '../../schema/context.ts';
import { toClientError } from '../clientErrors.ts';
import type { Feed } from './feed.ts';
import { Group } from './group.ts';
import { Member } from './member.ts';
import { type ListSubscription, listSubscription } from './operation.ts';

/** By what a subscriber gets what its group shares. */
export type FeedOf = (subscriber: Subscriber) => Feed;

/** Lets those who subscribe to the same list, with the same rights, share what is executed for them. */
export class Sharing {
  #server: Server;
  #groups = new Map<string, Group>();

  constructor(server: Server) {
    this.#server = server;
  }

  /** How many groups there are. */
  get size(): number {
    return this.#groups.size;
  }

  /** Subscribes where what is asked for can be shared; null where it is the caller's own, and is to be executed for them. */
  async subscribe(args: ExecutionArgs, feedOf: FeedOf): Promise<AsyncIterableIterator<ExecutionResult> | ExecutionResult | null> {
    const ctx = args.contextValue as SchemaContext;
    const asked = listSubscription(args);
    const audience = asked && audienceOf(ctx.actor);
    if (!asked || !audience) return null;
    try {
      const member = await this.#join(ctx, asked, audience, feedOf);
      return iterator(
        () => member.next(),
        () => member.leave(),
      );
    } catch (error) {
      return { errors: [this.#toClient(locatedError(error, asked.node, [(asked.node.alias ?? asked.node.name).value]))] };
    }
  }

  async #join(ctx: SchemaContext, asked: ListSubscription, audience: Audience, feedOf: FeedOf): Promise<Member> {
    // By the caller's own rights first: what is refused is theirs to hear.
    const { workspaceId } = asked.watch(ctx);
    const group = this.#groupFor(asked, audience);
    const leave = group.enter();
    try {
      await group.ready;
      const joined = await joinLog(ctx, workspaceId, { after: asked.after, concerns: group.concerns });
      const history = historyOf(ctx, workspaceId, joined.subscriber, () => {});
      return new Member(group, joined, history, feedOf(joined.subscriber));
    } finally {
      // A member is in it by itself.
      leave();
    }
  }

  #groupFor(asked: ListSubscription, audience: Audience): Group {
    const key = `${audience.workspaceId} ${[...audience.actions]} ${asked.key}`;
    const known = this.#groups.get(key);
    if (known) return known;
    const group: Group = new Group(this.#server, asked, audience, this.#toClient, () => {
      if (this.#groups.get(key) === group) this.#groups.delete(key);
    });
    this.#groups.set(key, group);
    return group;
  }

  #toClient = (error: unknown) => toClientError(error, randomUUID(), this.#server.log);
}
