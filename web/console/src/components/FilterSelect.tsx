import { NativeSelect } from '@mantine/core';

interface Props<Value extends string> {
  label: string;
  /** What stands for no filter. */
  any: string;
  values: readonly Value[];
  said: Record<Value, string>;
  value: Value | undefined;
  onChoose: (value: Value | undefined) => void;
}

/** Narrows a list down to one of some values. */
export function FilterSelect<Value extends string>({ label, any, values, said, value, onChoose }: Props<Value>) {
  return (
    <NativeSelect
      label={label}
      value={value ?? ''}
      data={[{ value: '', label: any }, ...values.map((one) => ({ value: one, label: said[one] }))]}
      onChange={({ currentTarget }) => onChoose(values.find((one) => one === currentTarget.value))}
      maw="16rem"
    />
  );
}
