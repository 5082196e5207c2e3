import { Button, Code, Group, List, NativeSelect, Stack, Text, Title } from '@mantine/core';
import { useState } from 'react';
import { useAsk } from '../../../../api/queries.ts';
import { Icon } from '../../../../components/Icon.tsx';
import { Loaded } from '../../../../components/Loaded.tsx';
import { ReaderDriversDocument, type ReaderDriversQuery, type ReaderPlatform } from '../../../../gql/graphql.ts';
import { useReading, useTexts } from '../../../../texts/index.tsx';

type Driver = ReaderDriversQuery['readerDrivers'][number];

const platforms = ['WINDOWS', 'MACOS', 'LINUX'] as const satisfies readonly ReaderPlatform[];

/** Most often the reader is at the PC where this is read. */
function thisPlatform(): ReaderPlatform {
  const { userAgent } = navigator;
  if (/Windows/.test(userAgent)) return 'WINDOWS';
  return /Mac OS/.test(userAgent) ? 'MACOS' : 'LINUX';
}

/** C10: what a PC with a reader needs, and the download. */
export function ReaderDrivers() {
  const { drivers: texts } = useTexts().tap;
  const [platform, setPlatform] = useState(thisPlatform);
  const query = useAsk(ReaderDriversDocument, {}, { topics: [] });
  return (
    <Stack gap="sm" component="section" aria-label={texts.title}>
      <Title order={3}>{texts.title}</Title>
      <Text c="dimmed">{texts.lead}</Text>
      <NativeSelect
        label={texts.platform}
        value={platform}
        data={platforms.map((value) => ({ value, label: texts.platforms[value] }))}
        onChange={({ currentTarget }) => setPlatform(platforms.find((one) => one === currentTarget.value) ?? platform)}
        maw="16rem"
      />
      <Loaded query={query} lines={3}>
        {({ readerDrivers }) => (
          <List spacing="xs">
            {readerDrivers
              .filter((driver) => driver.platform === platform)
              .map((driver) => (
                <List.Item key={driver.kind}>
                  <DriverLine driver={driver} />
                </List.Item>
              ))}
          </List>
        )}
      </Loaded>
    </Stack>
  );
}

function DriverLine({ driver: { kind, platform, required, included, packages, version, address, bytes, sha256 } }: { driver: Driver }) {
  const { texts, locale } = useReading();
  const { drivers } = texts.tap;
  const size = new Intl.NumberFormat(locale, { style: 'unit', unit: 'kilobyte', maximumFractionDigits: 0 }).format((bytes ?? 0) / 1_000);
  return (
    <Stack gap={4} align="flex-start">
      <Text>
        {drivers.kinds[kind]}
        <Text span c="dimmed">
          {` (${included ? drivers.included : required ? drivers.needed : drivers.onlySome})`}
        </Text>
      </Text>
      {packages.length > 0 && !included && (
        <Group gap="xs">
          {drivers.packages}
          {packages.map((name) => (
            <Code key={name}>{name}</Code>
          ))}
        </Group>
      )}
      {address && (
        <>
          <Button component="a" href={address} download size="xs" leftSection={<Icon name="download" />}>
            {drivers.download(drivers.platforms[platform])}
          </Button>
          <Text size="sm" c="dimmed">
            {version && drivers.version(version, size)}
          </Text>
          {sha256 && (
            <Text size="xs" c="dimmed">
              {drivers.sha256} <bdi>{sha256}</bdi>
            </Text>
          )}
        </>
      )}
      {kind === 'AGENT' && !address && <Text c="dimmed">{drivers.notHere}</Text>}
    </Stack>
  );
}
