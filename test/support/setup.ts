import { format } from 'node:util';
import { afterAll, afterEach } from 'vitest';

// An error that reaches the console is one that nobody handled. A test that expects it puts a spy in console.error's place.
const seen: string[] = [];
const print = console.error;
console.error = (...said: unknown[]) => {
  seen.push(format(...said));
  print(...said);
};

/** Fails what is running where something was written to console.error. */
function failOnErrors(): void {
  const errors = seen.splice(0);
  if (errors.length > 0) throw new Error(`Unexpected console.error:\n${errors.join('\n')}`);
}

afterEach(failOnErrors);
afterAll(() => {
  console.error = print;
  failOnErrors();
});
