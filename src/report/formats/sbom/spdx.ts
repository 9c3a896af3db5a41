import type { InventoryPackage } from '../../../model/packages/inventory.ts';
import {
  type Fact,
  imageFacts,
  imageUrl,
  namedPackage,
  packageFacts,
  type SbomRun,
  type SbomSubject,
  shownName,
  uuidOf,
} from './subject.ts';

/** How every file of ours begins. */
export const SPDX_MARKER = `{
  "spdxVersion": "SPDX-2.3",
  "dataLicense": "CC0-1.0",
  "SPDXID": "SPDXRef-DOCUMENT",
  "creationInfo": {
    "creators": [
      "Tool: image-size-gate-`;

const DOCUMENT = 'SPDXRef-DOCUMENT';
const IMAGE = 'SPDXRef-Image';
const NAMESPACE = 'https://github.com/image-size-gate/image-size-gate/spdx';
/** The time that SPDX asks for where none is known: a document is then the same each time. */
const NO_TIME = '1970-01-01T00:00:00Z';

/**
 * The packages of an image as SPDX 2.3 JSON, with the bytes of each as annotations, which tools keep. The image CONTAINS its packages, and a
 * package CONTAINS the programs that it ships. The same image gives the same text.
 */
export function renderSpdx(subject: SbomSubject, { version, created }: SbomRun): string {
  const { image, platform, inventory } = subject;
  const name = shownName(`${image} (${platform})`);
  const note = (facts: readonly Fact[]) => annotations(facts, version, created ?? NO_TIME);
  const owners = inventory.packages.map((each, at) => ({ each, id: `SPDXRef-Package-${at + 1}` }));
  const packages = owners.flatMap(({ each, id }) => [
    { ...spdxPackage(id, each.purl), annotations: note(packageFacts(each, subject)) },
    ...innerOf(each, id).map(({ purl, id: inner }) => spdxPackage(inner, purl)),
  ]);
  const document = {
    spdxVersion: 'SPDX-2.3',
    dataLicense: 'CC0-1.0',
    SPDXID: DOCUMENT,
    creationInfo: {
      creators: [`Tool: image-size-gate-${version}`],
      created: created ?? NO_TIME,
      ...(created === undefined && { comment: 'The time is not known. SOURCE_DATE_EPOCH sets it.' }),
    },
    name,
    documentNamespace: `${NAMESPACE}/${encodeURIComponent(name)}-${uuidOf(subject) ?? 'unknown'}`,
    packages: [imagePackage(subject, note(imageFacts(subject))), ...packages],
    relationships: [
      relation(DOCUMENT, 'DESCRIBES', IMAGE),
      ...owners.flatMap(({ each, id }) => [
        relation(IMAGE, 'CONTAINS', id),
        ...innerOf(each, id).map((inner) => relation(id, 'CONTAINS', inner.id)),
      ]),
    ],
  };
  return `${JSON.stringify(document, null, 2)}\n`;
}

function imagePackage(subject: SbomSubject, facts: ReturnType<typeof annotations>) {
  const { digest } = subject.measurement;
  const [algorithm = '', value = ''] = digest.split(':');
  return {
    ...common(IMAGE, shownName(subject.image), digest, imageUrl(subject)),
    primaryPackagePurpose: 'CONTAINER',
    ...(value !== '' && { checksums: [{ algorithm: algorithm.toUpperCase(), checksumValue: value }] }),
    annotations: facts,
  };
}

function spdxPackage(id: string, purl: string) {
  const { group, name, version } = namedPackage(purl);
  return common(id, group === '' ? name : `${group}/${name}`, version, purl);
}

function common(id: string, name: string, version: string, purl: string | undefined) {
  const locator = { referenceCategory: 'PACKAGE-MANAGER', referenceType: 'purl', referenceLocator: purl };
  return {
    SPDXID: id,
    name,
    ...(version !== '' && { versionInfo: version }),
    downloadLocation: 'NOASSERTION',
    filesAnalyzed: false,
    ...(purl !== undefined && { externalRefs: [locator] }),
  };
}

function annotations(facts: readonly Fact[], version: string, time: string) {
  return facts.map(([name, value]) => ({
    annotationDate: time,
    annotationType: 'OTHER',
    annotator: `Tool: image-size-gate-${version}`,
    comment: `${name}: ${value}`,
  }));
}

function innerOf({ contains = [] }: InventoryPackage, id: string) {
  return contains.map((purl, at) => ({ purl, id: `${id}.${at + 1}` }));
}

function relation(from: string, type: 'DESCRIBES' | 'CONTAINS', to: string) {
  return { spdxElementId: from, relationshipType: type, relatedSpdxElement: to };
}
