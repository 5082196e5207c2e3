import { Anchor, Text } from '@mantine/core';
import { useAsk } from '../../api/queries.ts';
import { useViewer } from '../../app/viewer.ts';
import { Facts } from '../../components/Facts.tsx';
import { PersonName } from '../../components/PersonName.tsx';
import { ReaderDriversDocument } from '../../gql/graphql.ts';
import { useTexts } from '../../texts/index.tsx';
import { Section } from './Section.tsx';

/** The server's version: these pages are built with it. */
declare const __LATCHKEY_VERSION__: string;

/** What runs here. */
export function About() {
  const { settings, common } = useTexts();
  const { about: texts } = settings;
  const viewer = useViewer();
  const agent = useAsk(ReaderDriversDocument, {}, { topics: [] }).data?.readerDrivers.find(({ kind, address }) => kind === 'AGENT' && address);
  return (
    <Section title={texts.title}>
      <Facts
        facts={[
          [texts.version, __LATCHKEY_VERSION__],
          [texts.address, <bdi key="address">{location.origin}</bdi>],
          [
            texts.signedInAs,
            <span key="viewer">
              <PersonName person={viewer} /> ({common.role[viewer.role]})
            </span>,
          ],
          [
            texts.agent,
            agent ? (
              <Anchor key="agent" href={agent.address ?? ''} download>
                {agent.version}
              </Anchor>
            ) : (
              texts.noAgent
            ),
          ],
          [
            texts.mail,
            <Text key="mail" span c="dimmed">
              {texts.mailText}
            </Text>,
          ],
        ]}
      />
    </Section>
  );
}
