/**
 * The arrows: which part of the source may import which. Run by `npm run check`; why it is so: docs/decisions.
 * A row names a part and what it may use; what is not listed is refused, and so is what has no row.
 */
import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative, sep } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('..', import.meta.url));

/** What every domain may use: the tables, the small pieces, and what stands above no domain. */
const ground = ['lib', 'db', 'context', 'errors', 'validation', 'paging', 'idempotency', 'vault', 'policy', 'events'];

/** The parts, from the top down. `main`, and the programs beside it, are where everything is put together. */
const arrows: Record<string, readonly string[]> = {
  main: ['http', 'schema', 'modules', 'db', 'lib', 'config'],
  config: ['lib'],
  http: ['schema', 'modules', 'lib', 'config'],
  schema: ['modules', 'lib'],

  enrolment: [...ground, 'directory', 'keys', 'ceremonies', 'readers', 'mail', 'workspace', 'identity'],
  signin: [...ground, 'directory', 'keys', 'ceremonies', 'readers', 'workspace', 'identity'],
  keys: [...ground, 'directory', 'identity', 'mail', 'workspace'],
  readers: ground,
  identity: ground,
  ceremonies: ground,
  directory: [...ground, 'identity'],
  mail: ground,
  workspace: ground,
  operator: [...ground, 'ceremonies', 'identity', 'workspace'],

  idempotency: ['lib', 'db', 'context', 'errors', 'validation', 'policy'],
  events: ['lib', 'db', 'context', 'errors', 'vault', 'policy', 'paging'],
  policy: ['lib', 'db', 'errors'],
  context: ['lib', 'db', 'policy', 'events', 'vault'],
  paging: ['lib', 'db', 'errors', 'validation'],
  vault: ['lib', 'db'],
  validation: ['errors'],
  errors: [],

  db: ['lib'],
  lib: [],

  // It speaks GraphQL to the server, as anybody's program would.
  web: [],
  agent: [],
};

/** Types alone, gone at run time: the context holds parts that domains make; the schema describes rows, and runs no SQL. */
const typesOnly: Record<string, readonly string[]> = { context: ['ceremonies', 'keys', 'operator', 'readers'], schema: ['db'] };

/** Packages that belong to one layer: the rules know no GraphQL and no HTTP, the schema no SQL. */
const packages: readonly { name: RegExp; onlyIn: readonly string[] }[] = [
  { name: /^(graphql|graphql-.*|@pothos\/.*|@envelop\/.*)$/, onlyIn: ['main', 'http', 'schema', 'web', 'agent'] },
  { name: /^(node:https?|ws|sirv)$/, onlyIn: ['main', 'http', 'agent'] },
  { name: /^(oidc-provider|koa)$/, onlyIn: ['http'] },
  { name: /^drizzle-orm(\/.*)?$/, onlyIn: ['main', 'db', 'modules'] },
  { name: /^postgres$/, onlyIn: ['main', 'db'] },
];

const outside = ['web', 'agent'];
const layers = ['http', 'schema', 'db', 'lib'];

/** The part that a file belongs to, by its path from the root; null where it is no part. */
export function partOf(path: string): string | null {
  const [top = '', second = '', third = ''] = path.split('/');
  if (outside.includes(top)) return top;
  if (top !== 'src') return null;
  if (second === 'modules') return third.replace(/\.ts$/, '');
  if (layers.includes(second)) return second;
  return second === 'config.ts' ? 'config' : 'main';
}

const isModule = (part: string) => !['main', 'config', ...layers, ...outside].includes(part);

/** Whether a list names a part, itself or as one of the modules. */
const names = (list: readonly string[] | undefined, part: string) =>
  (list ?? []).includes(part) || (isModule(part) && (list ?? []).includes('modules'));

/** What is wrong with a file's imports, one line each. */
export function wrongImports(path: string, source: string): string[] {
  const part = partOf(path);
  if (part === null) return [];
  if (!arrows[part]) return [`${path}: scripts/arrows.ts has no row for '${part}'`];
  return importsOf(source)
    .filter((it) => !(it.from.startsWith('.') ? isArrow(path, part, it) : isPackageOf(part, it.from)))
    .map(({ from }) => `${path}: ${part} may not use '${from}'`);
}

function isArrow(path: string, part: string, { from, isType }: Import): boolean {
  const file = join(dirname(path), from).split(sep).join('/');
  const target = partOf(file);
  if (target === null) return outside.includes(part) && file === 'schema.graphql';
  return target === part || names(arrows[part], target) || (isType && names(typesOnly[part], target));
}

function isPackageOf(part: string, from: string): boolean {
  const rule = packages.find(({ name }) => name.test(from));
  return !rule || names(rule.onlyIn, part);
}

interface Import {
  from: string;
  /** Gone when the types are stripped. */
  isType: boolean;
}

/** Static and dynamic imports, and exports from elsewhere. Biome keeps the code in the shape that this reads. */
function importsOf(source: string): Import[] {
  const code = source.replace(/\/\*[\s\S]*?\*\/|^\s*\/\/.*$/gm, '');
  const statements = code.matchAll(/^(?:import|export)\b(\s+type\b)?(?:[^'"`;=(]*\bfrom\s*|\s*)['"]([^'"]+)['"]/gm);
  const calls = code.matchAll(/\bimport\(\s*['"]([^'"]+)['"]/g);
  return [
    ...Array.from(statements, ([, type, from]) => ({ from: from ?? '', isType: type !== undefined })),
    ...Array.from(calls, ([, from]) => ({ from: from ?? '', isType: false })),
  ];
}

function sources(): string[] {
  const isSource = /\.(ts|tsx|mts|js|mjs)$/;
  return ['src', ...outside].flatMap((folder) => {
    try {
      return readdirSync(join(root, folder), { recursive: true, withFileTypes: true })
        .filter((entry) => entry.isFile() && isSource.test(entry.name))
        .map((entry) => relative(root, join(entry.parentPath, entry.name)).split(sep).join('/'))
        .filter((path) => !/(^|\/)(dist|node_modules)\//.test(path));
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === 'ENOENT') return [];
      throw error;
    }
  });
}

if (import.meta.main) {
  const wrong = sources().flatMap((path) => wrongImports(path, readFileSync(join(root, path), 'utf8')));
  for (const line of wrong) console.log(line);
  process.exitCode = wrong.length > 0 ? 1 : 0;
}
