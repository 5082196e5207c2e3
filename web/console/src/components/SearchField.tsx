import { TextInput } from '@mantine/core';
import { useDebouncedCallback } from '@mantine/hooks';
import { useEffect, useRef, useState } from 'react';
import { Icon } from './Icon.tsx';

const pause = 250;

interface Props {
  label: string;
  placeholder?: string;
  value: string;
  onSearch: (text: string) => void;
}

/** A text to search for; the server is asked once the typing pauses. */
export function SearchField({ label, placeholder = '', value, onSearch }: Props) {
  const [typed, setTyped] = useState(value);
  const sent = useRef(value);
  const send = useDebouncedCallback((text: string) => {
    sent.current = text;
    onSearch(text);
  }, pause);
  // Cleared, or another address was gone to; what was sent from here must not overtake the typing.
  useEffect(() => {
    if (value !== sent.current) setTyped(value);
    sent.current = value;
  }, [value]);
  return (
    <TextInput
      type="search"
      label={label}
      placeholder={placeholder}
      leftSection={<Icon name="search" />}
      value={typed}
      maxLength={200}
      w={{ base: '100%', sm: '22rem' }}
      onChange={({ currentTarget }) => {
        setTyped(currentTarget.value);
        send(currentTarget.value.trim());
      }}
    />
  );
}
