/**
 * Measures several things in turns, A B A B, so that what else the machine does falls on all of them.
 * @returns each one's measurements, in the order of the rounds
 */
export async function inTurns<K extends string, T>(rounds: number, measures: Record<K, () => Promise<T>>): Promise<Record<K, T[]>> {
  const names = Object.keys(measures) as K[];
  const found = Object.fromEntries(names.map((name) => [name, []])) as unknown as Record<K, T[]>;
  for (let round = 0; round < rounds; round += 1) {
    for (const name of names) found[name].push(await measures[name]());
  }
  return found;
}
