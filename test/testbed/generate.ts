import {
  copyFileSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { dirname, join } from 'node:path';
import { run } from './run.js';
import { compilePolicy } from './selinux-policy.js';

/** What generated files are made from. */
export interface GenerateInput {
  readonly unpacked: string;
  /** The repositories' public key, ASCII-armoured. */
  readonly publicKey: string;
  readonly version: string;
  readonly log: (line: string) => void;
}

/**
 * Modules in Fedora's signed GRUB image (grub.macros of F38), with `pgp`, which F44 added. Those that Fedora adds by its own patches are
 * not in Debian's GRUB and are left out, with a line in the log.
 */
const grubModules =
  `all_video boot blscfg btrfs cat configfile cryptodisk echo ext2 fat font gcry_rijndael gcry_rsa
  gcry_serpent gcry_sha256 gcry_twofish gcry_whirlpool gfxmenu gfxterm gzio halt hfsplus http increment iso9660 jpeg
  loadenv loopback linux lvm luks mdraid09 mdraid1x minicmd net normal part_apple part_msdos part_gpt password_pbkdf2 pgp
  png reboot regexp search search_fs_uuid search_fs_file search_label serial sleep syslinuxcfg test tftp video xfs
  efi_netfs efifwsetup efinet lsefi lsefimmap connectefi backtrace chain usb usbserial_common usbserial_pl2303
  usbserial_ftdi usbserial_usbdebug keylayouts at_keyboard`.split(/\s+/);

async function grubImage(input: GenerateInput, prefix: string, target: string): Promise<void> {
  const folder = join(input.unpacked, 'grub-efi-amd64-bin/usr/lib/grub/x86_64-efi');
  const modules = grubModules.filter((name) => existsSync(join(folder, `${name}.mod`)));
  const absent = grubModules.filter((name) => !modules.includes(name));
  input.log(`GRUB ${prefix}: without ${absent.join(' ')} (Fedora's own)`);
  const sbat = join(input.unpacked, 'sbat.csv');
  writeFileSync(
    sbat,
    'sbat,1,SBAT Version,sbat,1,https://github.com/rhboot/shim/blob/main/SBAT.md\n' +
      'grub,5,Free Software Foundation,grub,2.06,https://www.gnu.org/software/grub/\n' +
      'grub.rh,2,Red Hat,grub2,2.06-1.fc41,mailto:secalert@redhat.com\n',
  );
  mkdirSync(dirname(target), { recursive: true });
  const options = ['-O', 'x86_64-efi', '-d', folder, '-p', prefix, '--sbat', sbat, '-o', target];
  await run('/usr/bin/grub-mkimage', [...options, ...modules]);
}

/** Files that are made rather than taken, by package. */
export const generators: Readonly<
  Record<string, (root: string, input: GenerateInput) => Promise<void> | void>
> = {
  'fedora-gpg-keys': (root, input) => {
    const folder = join(root, 'etc/pki/rpm-gpg');
    mkdirSync(folder, { recursive: true });
    writeFileSync(join(folder, `RPM-GPG-KEY-fedora-${input.version}-x86_64`), input.publicKey);
  },
  'ca-certificates': (root, input) => {
    const folder = join(input.unpacked, 'ca-certificates/usr/share/ca-certificates/mozilla');
    const pki = join(root, 'etc/pki/ca-trust/extracted/pem');
    mkdirSync(pki, { recursive: true });
    const names = existsSync(folder) ? readdirSync(folder).sort() : [];
    const bundle = names.map((name) => readFileSync(join(folder, name), 'utf8')).join('');
    writeFileSync(join(pki, 'tls-ca-bundle.pem'), bundle);
  },
  'shim-x64': (root, input) => {
    const boot = join(root, 'boot/efi/EFI/BOOT');
    const fedora = join(root, 'boot/efi/EFI/fedora');
    mkdirSync(boot, { recursive: true });
    mkdirSync(fedora, { recursive: true });
    const shim = join(input.unpacked, 'shim-signed/usr/lib/shim/shimx64.efi.signed');
    const helper = (name: string) =>
      join(input.unpacked, `shim-helpers-amd64-signed/usr/lib/shim/${name}.efi.signed`);
    copyFileSync(shim, join(boot, 'BOOTX64.EFI'));
    copyFileSync(helper('fbx64'), join(boot, 'fbx64.efi'));
    copyFileSync(shim, join(fedora, 'shimx64.efi'));
    copyFileSync(shim, join(fedora, 'shim.efi'));
    copyFileSync(helper('mmx64'), join(fedora, 'mmx64.efi'));
    const entry = 'shimx64.efi,Fedora,,This is the boot entry for Fedora\r\n';
    // UTF-16LE with its byte order mark, as shim's fallback program reads it.
    writeFileSync(join(fedora, 'BOOTX64.CSV'), Buffer.from(`\ufeff${entry}`, 'utf16le'));
  },
  'grub2-efi-x64': async (root, input) => {
    const folder = join(root, 'boot/efi/EFI/fedora');
    await grubImage(input, '/EFI/fedora', join(folder, 'grubx64.efi'));
    mkdirSync(join(folder, 'fonts'), { recursive: true });
    copyFileSync('/usr/share/grub/unicode.pf2', join(folder, 'fonts/unicode.pf2'));
    if (statSync(join(folder, 'grubx64.efi')).size < 500_000)
      throw new Error('grubx64.efi came out too small');
  },
  'selinux-policy-targeted': (root, input) => compilePolicy(input.unpacked, root),
  'grub2-efi-x64-cdboot': (root, input) =>
    grubImage(input, '/EFI/BOOT', join(root, 'boot/efi/EFI/fedora/gcdx64.efi')),
};
