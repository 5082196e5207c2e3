import { TextInput, type TextInputProps } from '@mantine/core';

interface Props extends Pick<TextInputProps, 'label' | 'description' | 'error' | 'required'> {
  value: string;
  onChange: (value: string) => void;
}

/** The name of something, in whichever script: the first field of its dialogue. */
export const NameField = ({ onChange, ...rest }: Props) => (
  <TextInput {...rest} dir="auto" data-autofocus onChange={({ currentTarget }) => onChange(currentTarget.value)} />
);
