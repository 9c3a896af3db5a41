import { execFileSync } from 'node:child_process';
import type { TestEngine } from './engine.ts';

export interface PackageTruth {
  readonly purl: string;
  /** Regular files by inode, so that hard links count once: bytes. */
  readonly files: ReadonlyMap<string, number>;
}

const SCRIPT = `dpkg-query -W -f '\${binary:Package}\\t\${Package}\\t\${Version}\\t\${Architecture}\\t\${source:Package}\\n' | while IFS='	' read -r id rest; do
  printf 'package\\t%s\\n' "$rest"
  dpkg-query -L "$id" | xargs -d '\\n' stat -c 'file	%i	%s	%F' -- 2>/dev/null || true
done`;

/** Every package by dpkg inside the image, with the bytes of its files by stat, in the order of the database. */
export function readDpkgTruth(engine: TestEngine, image: string): readonly PackageTruth[] {
  const env = { ...process.env, ...engine.env };
  const args = ['run', '--rm', '--network=none', image, 'sh', '-c', SCRIPT];
  const lines = execFileSync('docker', args, { env, encoding: 'utf8', maxBuffer: 2 ** 28 }).split('\n');
  const packages: { purl: string; files: Map<string, number> }[] = [];
  for (const [kind, ...fields] of lines.map((line) => line.split('\t'))) {
    if (kind === 'package') packages.push({ purl: purlOf(fields), files: new Map() });
    else if (kind === 'file' && fields[2]?.startsWith('regular'))
      packages.at(-1)?.files.set(fields[0] ?? '', Number(fields[1]));
  }
  return packages;
}

function purlOf([name = '', version = '', architecture = '', source = '']: readonly string[]): string {
  const upstream = source === name ? '' : `&upstream=${source}`;
  return `pkg:deb/debian/${name}@${version}?arch=${architecture}${upstream}`.replaceAll('+', '%2B');
}
