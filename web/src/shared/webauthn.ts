// What the ceremonies of registration and sign-in have in common.

/** WebIDL reads null as a value: a timeout of null would be one of 0. */
export function withoutNulls(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withoutNulls);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .filter(([, part]) => part !== null)
      .map(([name, part]) => [name, withoutNulls(part)]),
  );
}

/** WebAuthn L3 §5.1.3: what the browser's errors mean. It says little on purpose, so that a page learns nothing of the device. */
export function codeOf(error: unknown): string {
  switch ((error as Error).name) {
    case 'NotAllowedError':
    case 'AbortError':
      return 'NOT_FINISHED';
    case 'InvalidStateError':
      return 'ALREADY_REGISTERED';
    case 'ConstraintError':
    case 'NotSupportedError':
    case 'UnknownError':
    case 'NotReadableError':
      return 'DEVICE_UNABLE';
    case 'SecurityError':
      return 'WRONG_ADDRESS';
    default:
      return 'UNEXPECTED';
  }
}
