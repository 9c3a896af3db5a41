// Images with packages of Debian's mirror, and what follows the advice on them.
import { PREPARED } from './cases.mjs';

/** @typedef {import('./cases.mjs').Case} Case */

const INSTALL = 'apt-get install -y --no-install-recommends';
/**
 * Indexes of the mirror are in the base image, so that each build needs no new ones. Documentation and translations are installed. The first
 * package that has some makes dpkg write its records anew.
 */
const LISTS = `FROM debian:bookworm-slim\nRUN apt-get update && rm -f /etc/dpkg/dpkg.cfg.d/docker && ${INSTALL} nano\n`;
const FROM = `FROM ${PREPARED}\n`;
const SOURCE = { Makefile: '/program:\n\techo echo made > $@\n' };
/** What a change asks for before it installs packages. */
const settings = (/** @type {string} */ change) =>
  change.slice(change.indexOf('RUN '), change.indexOf('&& apt-get update'));
const PACKAGES = `RUN ${INSTALL} wget sudo gawk psmisc\nCMD ["wget", "--version"]\n`;

/** @type {readonly Case[]} */
export const APT_CASES = [
  {
    rule: 'cache',
    image: 'apt keeps its indexes',
    dockerfile: `FROM debian:bookworm-slim\nRUN apt-get update && ${INSTALL} less\nCMD ["less", "--version"]\n`,
    says: 'apt-get clean',
  },
  {
    rule: 'documentation',
    image: 'apt installs wget, sudo, gawk and psmisc',
    prepare: LISTS,
    dockerfile: `${FROM}${PACKAGES}`,
    says: 'path-exclude',
    after: ({ change }) => ({ dockerfile: `${FROM}${settings(change)}\n${PACKAGES}`.replace('\\\n \nRUN', '\\\n &&') }),
  },
  {
    rule: 'locales',
    image: 'apt installs wget, sudo, gawk and psmisc',
    prepare: LISTS,
    dockerfile: `${FROM}${PACKAGES}`,
    says: 'path-exclude',
    after: ({ change }) => ({ dockerfile: `${FROM}${settings(change)}\n${PACKAGES}`.replace('\\\n \nRUN', '\\\n &&') }),
  },
  {
    rule: 'build-tools',
    image: 'make builds a program',
    prepare: LISTS,
    dockerfile: `${FROM}RUN ${INSTALL} make wget\nCOPY . /src\nRUN make -C /src /program\nCMD ["sh", "/program"]\n`,
    files: SOURCE,
    says: 'COPY --from=build',
    after: () => ({
      dockerfile: `FROM ${PREPARED} AS build\nRUN ${INSTALL} make\nCOPY . /src\nRUN make -C /src /program\n${FROM}RUN ${INSTALL} wget\nCOPY . /src\nCOPY --from=build /program /program\nCMD ["sh", "/program"]\n`,
      files: SOURCE,
    }),
  },
  {
    rule: 'development-packages',
    image: 'apt installs python3 with python3-pytest',
    prepare: LISTS,
    dockerfile: `${FROM}RUN ${INSTALL} python3 python3-pytest\nCMD ["python3", "-c", "import json; print(json)"]\n`,
    says: 'python3-pytest',
    after: () => ({
      dockerfile: `${FROM}RUN ${INSTALL} python3\nCMD ["python3", "-c", "import json; print(json)"]\n`,
    }),
  },
  {
    rule: 'bytecode',
    image: 'apt installs python3 and setuptools',
    prepare: LISTS,
    dockerfile: `${FROM}RUN ${INSTALL} python3 python3-setuptools\nCMD ["python3", "-c", "import json; print(json.dumps(1))"]\n`,
    says: '-name __pycache__',
    after: () => ({
      dockerfile: `${FROM}RUN ${INSTALL} python3 python3-setuptools && find / -xdev -name __pycache__ -prune -exec rm -rf {} +\nCMD ["python3", "-c", "import json; print(json.dumps(1))"]\n`,
    }),
  },
];
