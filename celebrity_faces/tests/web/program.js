/** The real program, started for a test with a data directory of its own. */

import { execFile, spawn, spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { copyFile, mkdir, mkdtemp, rm } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';

const program = process.env.FACES_PROGRAM ?? '';

/** Why the real program cannot be tested here; false where it can. */
export const noProgram = whyNot();

function whyNot() {
  if (!existsSync(program)) return `FACES_PROGRAM: there is no program at "${program}"`;
  return spawnSync(program, ['serve', '--help']).status === 0 ? false : `${program} was built without the command serve`;
}

/** A data directory in the system's folder for temporary files. */
export const makeDataDirectory = () => mkdtemp(join(tmpdir(), 'celebrity-faces-test-'));

/**
 * Imports one photo as the only one of a person, by the command that an operator uses.
 * @param {string} data @param {string} person @param {string} photo
 */
export async function importPhoto(data, person, photo) {
  const folder = join(data, 'to-import');
  await mkdir(join(folder, person.replaceAll(' ', '_')), { recursive: true });
  await copyFile(photo, join(folder, person.replaceAll(' ', '_'), 'photo.png'));
  await promisify(execFile)(program, ['gallery', 'import', folder, '--data', data]);
}

/**
 * Serves a data directory until `stop`, which also removes it.
 * @param {string} data
 * @param {...string} options
 */
export async function serve(data, ...options) {
  const port = await freePort();
  const address = `http://127.0.0.1:${port}`;
  const child = spawn(program, ['serve', '--port', String(port), '--data', data, ...options],
    { stdio: ['ignore', 'pipe', 'pipe'] });
  let output = '';
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (text) => { output += text; });
  const ended = new Promise((done) => child.on('exit', done));
  const stop = async () => {
    child.kill('SIGINT');
    const code = await ended;
    await rm(data, { recursive: true, force: true });
    return code;
  };
  for (const end = Date.now() + 60_000; Date.now() < end;) {
    if (child.exitCode !== null) throw new Error(`the program ended with ${child.exitCode}:\n${output}`);
    const ready = await fetch(`${address}/readyz`).catch(() => null);
    if (ready?.ok) return { address, stop };
    await new Promise((later) => setTimeout(later, 50));
  }
  await stop();
  throw new Error(`the program was not ready within a minute:\n${output}`);
}

function freePort() {
  return new Promise((done) => {
    const server = createServer().listen(0, '127.0.0.1', () => {
      const { port } = server.address();
      server.close(() => done(port));
    });
  });
}
