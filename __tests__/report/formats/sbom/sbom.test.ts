import { describe, expect, test } from '@jest/globals';
import type { Inventory } from '../../../../src/model/packages/inventory.ts';
import { CYCLONEDX_MARKER, renderCycloneDx } from '../../../../src/report/formats/sbom/cyclonedx.ts';
import { renderSpdx, SPDX_MARKER } from '../../../../src/report/formats/sbom/spdx.ts';
import { type SbomSubject, subjectOf } from '../../../../src/report/formats/sbom/subject.ts';
import { hostileTexts } from '../../../support/hostile-text.ts';
import { comparison } from '../../../support/whole-report.ts';
import { cycloneDxProblems, spdxProblems } from './schemas.ts';

const RUN = { version: '1.2.3' };
const SAMPLE = subjectOf(comparison) as SbomSubject;

interface Component {
  readonly 'bom-ref': string;
  readonly name: string;
  readonly group?: string;
  readonly version?: string;
  readonly purl: string;
  readonly properties?: readonly { readonly name: string; readonly value: string }[];
  readonly components?: readonly Component[];
}

interface Relation {
  readonly spdxElementId: string;
  readonly relatedSpdxElement: string;
}

const cyclonedx = (subject: SbomSubject, run: Parameters<typeof renderCycloneDx>[1] = RUN) =>
  JSON.parse(renderCycloneDx(subject, run));
const spdx = (subject: SbomSubject, run: Parameters<typeof renderSpdx>[1] = RUN) =>
  JSON.parse(renderSpdx(subject, run));
const withPackages = (packages: Inventory['packages']): SbomSubject => ({
  ...SAMPLE,
  inventory: { ...SAMPLE.inventory, packages },
});
const factOf = ({ properties = [] }: Component, name: string) =>
  properties.filter((each) => each.name === `image-size-gate:${name}`).map(({ value }) => value);

const MANY = Array.from({ length: 300 }, (_, at) => ({
  purl: `pkg:npm/%40scope/p${String(at).padStart(6, '0')}@1.0.${at}`,
  bytes: at,
  files: 1,
  layers: [0],
}));
const LONG = `pkg:deb/debian/${'n'.repeat(2000)}@1`;
const BREAKING = [
  LONG,
  'pkg:generic/%00%1B%5B31m@%0A',
  'pkg:generic/a%2Fb%40c%3Fd%23e@1%2B2',
  'pkg:generic/%ff@1',
  'pkg:maven/org.a/b@1?type=jar#sub',
  'pkg:x/@',
].map((purl) => ({ purl, bytes: 1, files: 1, layers: [0], contains: ['pkg:generic/in@1', LONG] }));

const SUBJECTS: readonly (readonly [string, SbomSubject])[] = [
  ['every key', SAMPLE],
  ['no packages', withPackages([])],
  ['an image without a digest', { ...SAMPLE, measurement: { ...SAMPLE.measurement, digest: '' } }],
  ['a digest of SHA-512', { ...SAMPLE, measurement: { ...SAMPLE.measurement, digest: `sha512:${'a'.repeat(128)}` } }],
  ['an image whose name is none', { ...SAMPLE, image: ':@/' }],
  ['many packages', withPackages(MANY)],
  ['package URLs that break texts', withPackages(BREAKING)],
  ...hostileTexts(20).map(
    (text, at) => [`hostile text ${at}`, { ...SAMPLE, image: `${text}x`.slice(0, 256) }] as const,
  ),
];

describe.each(SUBJECTS)('a bill of materials of %s', (_, subject) => {
  test('is what the schema of CycloneDX 1.6 asks for, and refers to each component by another name', () => {
    const text = renderCycloneDx(subject, RUN);
    expect(text.startsWith(CYCLONEDX_MARKER)).toBe(true);
    const document = JSON.parse(text);
    expect(cycloneDxProblems(document)).toEqual([]);
    const all: readonly Component[] = document.components.flatMap((each: Component) => [
      each,
      ...(each.components ?? []),
    ]);
    const references = [document.metadata.component, ...all].map((each) => each['bom-ref']);
    expect(new Set(references).size).toBe(references.length);
    expect(document.components).toHaveLength(subject.inventory.packages.length);
  });

  test('is what the schema of SPDX 2.3 asks for, and relates elements that there are', () => {
    const text = renderSpdx(subject, RUN);
    expect(text.startsWith(SPDX_MARKER)).toBe(true);
    const document = JSON.parse(text);
    expect(spdxProblems(document)).toEqual([]);
    const ids: readonly string[] = document.packages.map(({ SPDXID }: { SPDXID: string }) => SPDXID);
    expect(new Set(ids).size).toBe(ids.length);
    expect(ids.filter((id) => !/^SPDXRef-[A-Za-z0-9.-]+$/.test(id))).toEqual([]);
    const named = new Set(['SPDXRef-DOCUMENT', ...ids]);
    const related = document.relationships.flatMap((each: Relation) => [each.spdxElementId, each.relatedSpdxElement]);
    expect(related.filter((id: string) => !named.has(id))).toEqual([]);
    // 6.5.1: a unique absolute URI without a '#'.
    expect(document.documentNamespace).toMatch(/^https:\/\/(?:[\w.!~*'()/-]|%[0-9A-F]{2})+$/);
  });

  test('has names of visible characters', () => {
    const names = [
      ...cyclonedx(subject).components.map(({ name }: Component) => name),
      cyclonedx(subject).metadata.component.name,
      ...spdx(subject).packages.map(({ name }: { name: string }) => name),
    ];
    expect(names.filter((name) => name === '' || name.length > 700 || /\p{Cc}/u.test(name))).toEqual([]);
  });
});

test('fifty thousand packages make a document', () => {
  const [first] = MANY;
  const packages = Array.from({ length: 50_000 }, (_, at) => ({ ...first!, purl: `${first!.purl}.${at}` }));
  expect(cyclonedx(withPackages(packages)).components).toHaveLength(packages.length);
  expect(spdx(withPackages(packages)).packages).toHaveLength(packages.length + 1);
});

test('the schemas find what is wrong', () => {
  expect(cycloneDxProblems({ ...cyclonedx(SAMPLE), serialNumber: 'urn:uuid:1' })).not.toEqual([]);
  expect(cycloneDxProblems({ ...cyclonedx(SAMPLE), components: [{ name: 'a' }] })).not.toEqual([]);
  expect(spdxProblems({ ...spdx(SAMPLE), creationInfo: {} })).not.toEqual([]);
});

test('CycloneDX has the bytes of each package, its layers, and what it contains', () => {
  const [libc, pip]: readonly Component[] = cyclonedx(SAMPLE).components;
  expect(pip).toMatchObject({ type: 'library', 'bom-ref': 'pkg:pypi/pip@2', name: 'pip', version: '2' });
  expect([factOf(pip!, 'installedBytes'), factOf(pip!, 'files')]).toEqual([['150'], ['3']]);
  expect(factOf(pip!, 'layer')).toEqual([SAMPLE.measurement.layers[2]?.diffId]);
  expect(pip!.components).toEqual([
    {
      type: 'library',
      'bom-ref': 'pkg:pypi/pip@2 contains pkg:golang/uv@1',
      name: 'uv',
      version: '1',
      purl: 'pkg:golang/uv@1',
    },
  ]);
  // A distribution is no group, and the namespace of an npm package is one.
  expect([libc!.group, libc!.version]).toEqual([undefined, '2.41']);
  expect(cyclonedx(withPackages(MANY)).components[7]).toMatchObject({
    group: '@scope',
    name: 'p000007',
    version: '1.0.7',
  });
});

test('CycloneDX says which image it is of, and every byte of it is counted once', () => {
  const { metadata, components, dependencies } = cyclonedx(SAMPLE);
  const { component } = metadata;
  const { digest, unpacked, wasted } = SAMPLE.measurement;
  expect(component).toMatchObject({
    type: 'container',
    name: 'api',
    version: digest,
    purl: `pkg:oci/api@${digest}?arch=amd64`,
  });
  expect(factOf(component, 'platform')).toEqual(['linux/amd64']);
  expect(factOf(component, 'layer:2:diffId')).toEqual([SAMPLE.measurement.layers[2]?.diffId]);
  const installed = components.map((each: Component) => Number(factOf(each, 'installedBytes')[0]));
  const sum = installed.reduce((before: number, bytes: number) => before + bytes, 0);
  expect(sum + Number(factOf(component, 'unownedBytes')[0])).toBe(unpacked - wasted);
  expect(dependencies).toEqual([{ ref: 'image', dependsOn: components.map((each: Component) => each.purl) }]);
});

test('SPDX has the bytes as annotations, and says what contains what', () => {
  const { packages, relationships } = spdx(SAMPLE);
  const [image, , , pip, uv] = packages;
  expect(image).toMatchObject({ SPDXID: 'SPDXRef-Image', primaryPackagePurpose: 'CONTAINER', name: 'api' });
  expect(image.checksums).toEqual([{ algorithm: 'SHA256', checksumValue: SAMPLE.measurement.digest.slice(7) }]);
  expect(pip.annotations[0]).toEqual({
    annotationDate: '1970-01-01T00:00:00Z',
    annotationType: 'OTHER',
    annotator: 'Tool: image-size-gate-1.2.3',
    comment: 'image-size-gate:installedBytes: 150',
  });
  expect(uv.externalRefs[0].referenceLocator).toBe('pkg:golang/uv@1');
  expect(relationships).toContainEqual({
    spdxElementId: pip.SPDXID,
    relationshipType: 'CONTAINS',
    relatedSpdxElement: uv.SPDXID,
  });
});

test('the same image gives the same document, and its time is the one that is given', () => {
  expect(renderCycloneDx(SAMPLE, RUN)).toBe(renderCycloneDx(structuredClone(SAMPLE), RUN));
  const serial = /^urn:uuid:[0-9a-f]{8}-[0-9a-f]{4}-8[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/;
  expect(cyclonedx(SAMPLE).serialNumber).toMatch(serial);
  const digest = `sha256:${'5e'.repeat(32)}`;
  const other = { ...SAMPLE, measurement: { ...SAMPLE.measurement, digest } };
  expect(cyclonedx(other).serialNumber).toBe('urn:uuid:5e5e5e5e-5e5e-8e5e-9e5e-5e5e5e5e5e5e');
  expect(spdx(other).documentNamespace).toContain('5e5e5e5e-5e5e-8e5e-9e5e-5e5e5e5e5e5e');
  expect(cyclonedx(SAMPLE).metadata).not.toHaveProperty('timestamp');
  const created = '2026-11-30T12:00:00Z';
  expect(cyclonedx(SAMPLE, { ...RUN, created }).metadata.timestamp).toBe(created);
  expect(spdx(SAMPLE, { ...RUN, created }).creationInfo.created).toBe(created);
});
