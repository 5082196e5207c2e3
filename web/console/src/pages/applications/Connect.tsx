import { Code, Group, Text } from '@mantine/core';
import { CopyButton } from '../../components/CopyButton.tsx';
import { Facts } from '../../components/Facts.tsx';
import { Section } from '../../components/Section.tsx';
import type { ApplicationFieldsFragment, ApplicationPageQuery } from '../../gql/graphql.ts';
import { useTexts } from '../../texts/index.tsx';

interface Props {
  application: ApplicationFieldsFragment;
  provider: ApplicationPageQuery['openIdProvider'];
}

/** What an application has to be told of this server, and what this server knows of it. */
export function Connect({ application, provider }: Props) {
  const { connect, algorithms, groupsClaims } = useTexts().applications;
  return (
    <Section title={connect.title}>
      <Text c="dimmed" mb="md">
        {connect.lead}
      </Text>
      <Facts
        facts={[
          [connect.issuer, <Copied key="issuer" value={provider.issuer} />],
          [connect.clientId, <Copied key="id" value={application.id} />],
          [connect.clientSecret, application.type === 'PUBLIC' ? connect.noSecret : connect.secretOnce],
          [connect.scopes, <Mono key="scopes">openid profile email phone groups</Mono>],
          [connect.redirectUris, <Addresses key="redirect" list={application.redirectUris} />],
          [connect.postLogoutRedirectUris, <Addresses key="logout" list={application.postLogoutRedirectUris} />],
          [connect.algorithm, algorithms[application.idTokenAlgorithm]],
          [connect.groupsClaim, groupsClaims[application.groupsClaim]],
          [connect.discovery, <Mono key="discovery">{provider.discoveryUrl}</Mono>],
          [connect.authorization, <Mono key="authorization">{provider.authorizationUrl}</Mono>],
          [connect.token, <Mono key="token">{provider.tokenUrl}</Mono>],
          [connect.userinfo, <Mono key="userinfo">{provider.userinfoUrl}</Mono>],
          [connect.jwks, <Mono key="jwks">{provider.jwksUrl}</Mono>],
          [connect.endSession, <Mono key="end">{provider.endSessionUrl}</Mono>],
        ]}
      />
    </Section>
  );
}

/** Something that a program takes letter by letter, whichever way the page reads. */
const Mono = ({ children }: { children: string }) => <Code dir="ltr">{children}</Code>;

const Copied = ({ value }: { value: string }) => (
  <Group gap="sm">
    <Mono>{value}</Mono>
    <CopyButton value={value} />
  </Group>
);

function Addresses({ list }: { list: readonly string[] }) {
  const { none } = useTexts().applications.connect;
  if (list.length === 0) return none;
  return list.map((address) => (
    <div key={address}>
      <Mono>{address}</Mono>
    </div>
  ));
}
