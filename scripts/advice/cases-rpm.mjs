// Images with packages of rpm, and what follows the advice on them: Debian's own dnf installs packages that rpmbuild made, so no mirror of an
// RPM distribution is needed.
import { APP, PREPARED, START } from './cases.mjs';

/** @typedef {import('./cases.mjs').Case} Case */

const MB = 1_000_000;
/** By package, the bytes of its files by path; and what it requires. */
const PACKAGES = [
  {
    name: 'shop',
    files: {
      '/usr/lib/shop/program': 12 * MB,
      '%doc /usr/share/doc/shop/README': MB,
      '%doc /usr/share/man/man1/shop.1': 8 * MB,
      '%lang(de) /usr/share/locale/de/LC_MESSAGES/shop.mo': 9 * MB,
    },
  },
  { name: 'gcc', files: { '/usr/lib/gcc/cc1': 5 * MB } },
  { name: 'python3-pytest', requires: 'python3-pluggy', files: { '/usr/lib/pytest/a.py': 5 * MB } },
  { name: 'python3-pluggy', files: { '/usr/lib/pluggy/a.py': 3 * MB } },
];
/** A package that nobody installs: with its list of files, the repository has as much metadata as a small real one. */
const MANY = {
  name: 'many',
  install: `mkdir -p %{buildroot}/usr/lib/many && cd %{buildroot}/usr/lib/many
head -c 400000 /dev/urandom | od -An -tx1 -w32 -v | tr -d ' ' | xargs touch`,
  files: { '/usr/lib/many': 0 },
};

/** @param {{ name: string, files: Readonly<Record<string, number>>, requires?: string, install?: string }} described */
function specOf({ name, files, requires, install }) {
  const made = Object.entries(files).map(([listed, bytes]) => {
    const path = `%{buildroot}${listed.replace(/^.* /, '')}`;
    return `mkdir -p $(dirname ${path}) && head -c ${bytes} /dev/urandom > ${path}`;
  });
  const head = ['Version: 1', 'Release: 1', 'Summary: none', 'License: MIT', 'BuildArch: noarch'];
  return [
    `Name: ${name}`,
    ...head,
    ...(requires === undefined ? [] : [`Requires: ${requires}`]),
    '%description\nnone\n%install',
    ...(install === undefined ? made : [install]),
    '%files',
    ...Object.keys(files),
    '',
  ].join('\n');
}

const PREPARE = {
  dockerfile: `FROM debian:bookworm-slim
RUN apt-get update && apt-get install -y --no-install-recommends rpm dnf createrepo-c && rm -rf /var/lib/apt/lists/*
COPY os-release /etc/os-release
COPY macros /etc/rpm/macros
COPY shop.repo /etc/yum.repos.d/shop.repo
COPY *.spec /specs/
RUN rpmbuild --quiet -bb --define '_topdir /top' /specs/*.spec \\
 && mv /top/RPMS/noarch /packages && rm -r /top && createrepo_c --quiet /packages && rpm -qa
`,
  files: {
    'os-release': 'ID=fedora\nVERSION_ID=40\n',
    // Where Fedora has it. Debian's is in the home directory, since packages of rpm do not belong to that distribution.
    macros: '%_dbpath /var/lib/rpm\n',
    'shop.repo': '[shop]\nname=shop\nbaseurl=file:///packages\ngpgcheck=0\n',
    ...Object.fromEntries([...PACKAGES, MANY].map((described) => [`${described.name}.spec`, specOf(described)])),
  },
};
const CLEAN = '&& dnf clean all && rm -rf /var/cache/dnf';

/** @param {string} instructions */
const onRpms = (instructions) => ({
  dockerfile: `FROM ${PREPARED}\nCOPY app /app\n${instructions}\n${START}`,
  files: APP,
});
const install = (/** @type {string} */ what) => `RUN dnf install -y ${what} ${CLEAN}`;
/** The last line of a change, with the packages in place of what it leaves open. */
const filledIn = (/** @type {string} */ change) =>
  onRpms(`${change.slice(change.indexOf('RUN ')).replace('…', 'shop')} ${CLEAN}`);

/** @type {readonly Case[]} */
export const RPM_CASES = [
  {
    rule: 'cache',
    image: 'dnf keeps the metadata of a repository',
    prepare: PREPARE,
    ...onRpms('RUN dnf install -y shop'),
    says: 'dnf clean all',
  },
  {
    rule: 'documentation',
    image: 'dnf installs a package with a manual',
    prepare: PREPARE,
    ...onRpms(install('shop')),
    says: '--setopt=tsflags=nodocs',
    after: ({ change }) => filledIn(change),
  },
  {
    rule: 'locales',
    image: 'dnf installs a package with a translation',
    prepare: PREPARE,
    ...onRpms(install('shop')),
    says: 'install_langs',
    after: ({ change }) => filledIn(change),
  },
  {
    rule: 'build-tools',
    image: 'dnf installs gcc',
    prepare: PREPARE,
    ...onRpms(install('shop gcc && head -c 99 /usr/lib/gcc/cc1 > /built')),
    says: 'RUN dnf install -y gcc',
    after: () => ({
      dockerfile: `FROM ${PREPARED} AS build\n${install('gcc && head -c 99 /usr/lib/gcc/cc1 > /built')}\n${onRpms(`${install('shop')}\nCOPY --from=build /built /built`).dockerfile}`,
      files: APP,
    }),
  },
  {
    rule: 'development-packages',
    image: 'dnf installs python3-pytest',
    prepare: PREPARE,
    ...onRpms(install('shop python3-pytest')),
    says: 'What only they require goes with them: python3-pluggy',
    after: () => onRpms(install('shop')),
  },
];
