import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { badInput } from '../../base/failure.js';
import { t } from '../../base/language/texts.js';
import type { ImageSpec } from '../../config/image-spec.js';
import { netinstBuild } from '../../config/netinst-builds.js';

/** Where a netinst image and the file with its digest can be had. */
export interface NetinstSource {
  /** Name of the ISO, as CHECKSUM has it. */
  name: string;
  /** In the order in which they are tried. */
  images: string[];
  checksums: string[];
}

/** Trees of Fedora: the live one, and those that old releases move to (facts, section 1). */
const trees = [
  'https://dl.fedoraproject.org/pub/fedora/linux',
  'https://dl.fedoraproject.org/pub/archive/fedora/linux',
  'https://archives.fedoraproject.org/pub/archive/fedora/linux',
];

/**
 * Where to look for the netinst image of a spec. Fedora has used two names for CHECKSUM.
 * @param dir The project's folder, from which paths count.
 * @throws Failure (exit status 2) for a release that is not known, where the spec names no image.
 */
export function netinstSource(
  { release, arch, install }: Pick<ImageSpec, 'release' | 'arch' | 'install'>,
  dir: string,
): NetinstSource {
  const { image, checksum } = install.netinst;
  const url = (place: string) =>
    /^[a-z]+:\/\//.test(place) ? place : pathToFileURL(path.resolve(dir, place)).href;
  const build = netinstBuild(release);
  if (image !== null) {
    const own = url(image);
    const name = decodeURIComponent(path.posix.basename(new URL(own).pathname));
    return { name, images: [own], checksums: checksum === null ? besides(own, name) : [url(checksum)] };
  }
  if (build === null) {
    throw badInput({
      what: t`This version does not know the netinst image of Fedora \`${release}\`.`,
      where: 'install.netinst.image',
      remedy: t`Name it: \`--netinst URL\` of Fedora-Server-netinst-*.iso, with \`--netinst-checksum URL\` if CHECKSUM is not beside it.`,
    });
  }
  const name = `Fedora-Server-netinst-${arch}-${build}.iso`;
  const folders = trees.map((tree) => `${tree}/releases/${release}/Server/${arch}/iso`);
  return {
    name,
    images: folders.map((folder) => `${folder}/${name}`),
    checksums:
      checksum === null ? folders.flatMap((folder) => besides(`${folder}/${name}`, name)) : [url(checksum)],
  };
}

/** CHECKSUM files that may lie beside an image: named as Fedora does, for `Fedora-Server-netinst-ARCH-BUILD.iso`. */
function besides(image: string, name: string): string[] {
  const folder = image.replace(/\/[^/]*$/, '');
  const [, variant, arch, build] = /^Fedora-(\w+)-netinst-(\w+)-(.+)\.iso$/.exec(name) ?? [];
  const named =
    variant === undefined
      ? []
      : [`Fedora-${variant}-${build}-${arch}-CHECKSUM`, `Fedora-${variant}-iso-${build}-${arch}-CHECKSUM`];
  return [...named, 'CHECKSUM'].map((file) => `${folder}/${file}`);
}
