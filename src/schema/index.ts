import './scalars.ts';
import './errors.ts';
import './nodes.ts';
import './workspace/workspace.ts';
import './directory/user.ts';
import './directory/userMutations.ts';
import './directory/group.ts';
import './keys/securityKey.ts';
import './keys/mutations.ts';
import './enrolment/enrolment.ts';
import './enrolment/mutations.ts';
import './enrolment/wizard.ts';
import './enrolment/wizardMutations.ts';
import './enrolment/activation.ts';
import './enrolment/activationMutations.ts';
import './enrolment/statusChanged.ts';
import './events/event.ts';
import './identity/viewer.ts';
import './identity/apiToken.ts';
import './identity/session.ts';
import './operator/owner.ts';
import './operator/server.ts';
import './operator/mailbox.ts';
import { builder } from './builder.ts';

/** The whole schema. `schema.graphql` is printed from it. */
export const schema = builder.toSchema({ sortSchema: false });
