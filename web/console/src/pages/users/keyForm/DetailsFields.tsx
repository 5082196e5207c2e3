import { SimpleGrid, TextInput } from '@mantine/core';
import type { FieldErrors } from '../../../components/fieldErrors.tsx';
import type { UserDetailsInput } from '../../../gql/graphql.ts';
import { useTexts } from '../../../texts/index.tsx';

export const detailFields = ['displayName', 'email', 'username', 'employeeNumber', 'department', 'phone'] as const;
type Field = (typeof detailFields)[number];

export type DetailsDraft = Record<Field, string>;

export const toDetailsDraft = (details: Partial<Record<Field, string | null>> | null | undefined): DetailsDraft =>
  Object.fromEntries(detailFields.map((field) => [field, details?.[field] ?? ''])) as DetailsDraft;

export const toDetailsInput = (draft: DetailsDraft): UserDetailsInput => ({ ...draft });

const kinds: Partial<Record<Field, string>> = { email: 'email', phone: 'tel' };
const required = new Set<Field>(['displayName', 'email', 'username']);

interface Props {
  draft: DetailsDraft;
  onChange: (draft: DetailsDraft) => void;
  errors: FieldErrors;
}

/** S3: who the person is. */
export function DetailsFields({ draft, onChange, errors }: Props) {
  const { details } = useTexts().wizard;
  const hints: Partial<Record<Field, string>> = { displayName: details.displayNameHint, email: details.emailHint, username: details.usernameHint };
  return (
    <SimpleGrid cols={{ base: 1, sm: 2 }}>
      {detailFields.map((field) => (
        <TextInput
          key={field}
          name={field}
          type={kinds[field] ?? 'text'}
          label={details[field]}
          description={hints[field]}
          required={required.has(field)}
          autoComplete="off"
          dir="auto"
          value={draft[field]}
          error={errors.of(field)}
          onChange={({ currentTarget }) => onChange({ ...draft, [field]: currentTarget.value })}
        />
      ))}
    </SimpleGrid>
  );
}
