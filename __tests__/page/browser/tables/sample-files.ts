import { decodeContents } from '../../../../src/page/browser/data/files.ts';
import { contentsOf, type FileSpec } from '../../../support/page-files.ts';

const SPECS: readonly FileSpec[] = [
  { path: 'etc/Hosts', before: 10, after: 10, was: 0, layer: 0 },
  { path: 'usr/bin/bash', before: 100, after: 140, was: 0, layer: 1, owner: 'pkg:deb/debian/bash@5.2?arch=amd64' },
  { path: 'usr/bin/new', before: null, after: 60, layer: 1, owner: 'pkg:npm/%40angular/core@17.0.0' },
  { path: 'usr/lib/gone', before: 30, after: null, was: 2, owner: 'pkg:deb/debian/old@1' },
  { path: 'usr/lib/moved', before: 7, after: 7, was: 0, layer: 2, from: 'opt/moved' },
  { path: 'usr-local', before: 3, after: 3 },
];

/** Six files: one unchanged, one that grew, one new, one gone, one moved, one of no package. */
export const SAMPLE_FILES = decodeContents(contentsOf(SPECS));
