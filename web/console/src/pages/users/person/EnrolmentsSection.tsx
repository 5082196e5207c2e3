import { Text } from '@mantine/core';
import { useState } from 'react';
import { useAsk } from '../../../api/queries.ts';
import { type Column, DataTable } from '../../../components/DataTable.tsx';
import { Loaded } from '../../../components/Loaded.tsx';
import { MomentText } from '../../../components/MomentText.tsx';
import { Pager, type Place, pageArguments } from '../../../components/Pager.tsx';
import { PersonName } from '../../../components/PersonName.tsx';
import { Section } from '../../../components/Section.tsx';
import { PersonEnrolmentsDocument, type PersonEnrolmentsQuery } from '../../../gql/graphql.ts';
import { useTexts } from '../../../texts/index.tsx';
import { EnrolmentStanding } from '../../enrolments/EnrolmentStanding.tsx';
import type { Person } from './PersonSections.tsx';

type Enrolment = PersonEnrolmentsQuery['enrolments']['edges'][number]['node'];

const pageSize = 10;

/** Every attempt to give the person a key, newest first. */
export function EnrolmentsSection({ person }: { person: Person }) {
  const { enrolment: texts } = useTexts().user;
  const [place, setPlace] = useState<Place>({});
  const variables = { filter: { userId: person.id }, ...pageArguments(place, pageSize) };
  const query = useAsk(PersonEnrolmentsDocument, variables, { topics: ['enrolments', 'keys'], userId: person.id, keep: true });
  const byAdmin = new Set((person.securityKeys ?? []).filter((key) => 'activation' in key && key.activation === 'ADMIN_NOW').map(({ id }) => id));
  const hasLink = ({ securityKey }: Enrolment) => !byAdmin.has(securityKey?.id ?? '');
  const columns: Column<Enrolment>[] = [
    {
      key: 'status',
      header: texts.status,
      cell: (enrolment) => <EnrolmentStanding enrolment={enrolment} hasLink={hasLink(enrolment)} />,
      narrow: true,
    },
    { key: 'key', header: texts.key, cell: ({ securityKey }) => <bdi>{securityKey?.name}</bdi> },
    { key: 'began', header: texts.began, cell: ({ createdAt }) => <MomentText at={createdAt} />, from: 'sm', narrow: true },
    { key: 'by', header: texts.by, cell: ({ createdBy }) => createdBy && <PersonName person={createdBy} />, from: 'xl' },
  ];
  return (
    <Section title={texts.title}>
      <Loaded query={query} lines={2}>
        {({ enrolments: { edges, pageInfo } }) =>
          edges.length === 0 ? (
            <Text c="dimmed">{texts.none}</Text>
          ) : (
            <>
              <DataTable caption={texts.title} columns={columns} rows={edges.map(({ node }) => node)} dimmed={query.isPlaceholderData} />
              <Pager info={pageInfo} onGo={setPlace} />
            </>
          )
        }
      </Loaded>
    </Section>
  );
}
