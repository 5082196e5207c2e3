import { builder } from '../builder.ts';

export const CredentialDescriptorRef = builder
  .objectRef<{ id: string; type: string; transports?: readonly string[] }>('PublicKeyCredentialDescriptor')
  .implement({
    description: 'Names a credential (WebAuthn L3 §5.8.3).',
    fields: (t) => ({
      id: t.exposeString('id', { description: 'The credential id, base64url.' }),
      type: t.exposeString('type', { description: 'Always `public-key`.' }),
      transports: t.stringList({ description: 'How its authenticator can be reached.', resolve: (descriptor) => [...(descriptor.transports ?? [])] }),
    }),
  });
